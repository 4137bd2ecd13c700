/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.Credential;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.WireCredentials;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What one request leads to: one more try with the nonce that the server wants, one more with a new credential, and
 * redirects. Used by one thread.
 */
final class FollowUps {
    private static final int MAX_REDIRECTS = 10;

    private final CallContext context;
    private boolean unauthorizedOnce;
    private @Nullable Credential proved;
    private int redirects;

    FollowUps(CallContext context) {
        this.context = context;
    }

    /** The request to send after this response, which is closed then; empty if the response is the tool's. */
    Optional<Request> after(Hop hop, Response response) throws ProtocolException {
        if (lacksNonce(hop, response)) {
            return Optional.of(response.request());
        }
        return response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                ? afterUnauthorized(hop, response.request())
                : afterRedirect(response);
    }

    /** Once per credential: a server that is never content gets no third proof. */
    private boolean lacksNonce(Hop hop, Response response) {
        Credential credential = hop.credential();
        if (!hop.lacksNonce(response)
                || credential == null
                || credential.equals(proved)
                || !Redirects.repeatable(response.request().body())) {
            return false;
        }
        proved = credential;
        return true;
    }

    private Optional<Request> afterUnauthorized(Hop hop, Request request) {
        Credential rejected = hop.credential();
        if (unauthorizedOnce || rejected == null || !Redirects.repeatable(request.body())) {
            return Optional.empty();
        }
        unauthorizedOnce = true;
        return renewed(rejected) ? Optional.of(request) : Optional.empty();
    }

    private boolean renewed(Credential rejected) {
        if (!WireCredentials.of(context).equals(Optional.of(rejected))) {
            return true; // another request of this tool call has done it meanwhile
        }
        try {
            WireCredentials.renew(context, rejected);
            return true;
        } catch (ToolCallDeniedException e) {
            if (e.reason() == ReasonCode.CREDENTIAL_REJECTED) {
                return false; // an earlier request has used up the one renewal: the 401 is the answer
            }
            throw e;
        }
    }

    private Optional<Request> afterRedirect(Response response) throws ProtocolException {
        Optional<Request> next = Redirects.next(response);
        if (next.isPresent()) {
            requireNoDowngrade(response.request(), next.get());
            if (++redirects > MAX_REDIRECTS) {
                throw new ProtocolException("more than " + MAX_REDIRECTS + " redirects");
            }
        }
        return next;
    }

    private void requireNoDowngrade(Request from, Request to) {
        if (from.isHttps() && !to.isHttps()) {
            throw context.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "redirect from https to http");
        }
    }
}
