/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.VerifiedCall;
import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A verified tool call as Spring Security sees it: its name is whom it is done for, its authorities are {@code TOOL_} and
 * the tool, {@code ACTION_} and the action, {@code INTENT_} and the intent.
 */
public final class VerifiedCallAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient VerifiedCall call;

    VerifiedCallAuthentication(VerifiedCall call) {
        super(authorities(call));
        this.call = call;
        super.setAuthenticated(true);
    }

    private static Collection<GrantedAuthority> authorities(VerifiedCall call) {
        List<GrantedAuthority> authorities =
                AuthorityUtils.createAuthorityList("ACTION_" + call.action(), "INTENT_" + call.intent());
        if (!call.tool().isEmpty()) {
            authorities.addAll(AuthorityUtils.createAuthorityList("TOOL_" + call.tool()));
        }
        return authorities;
    }

    /** The call, for comparing what it may do with what is about to be done. */
    public VerifiedCall call() {
        return call;
    }

    @Override
    public Object getPrincipal() {
        return call.subject();
    }

    /** Empty: the token is nobody's business behind the filter. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedCallAuthentication same && same.call == call;
    }

    @Override
    public int hashCode() {
        return call.credentialId().hashCode();
    }
}
