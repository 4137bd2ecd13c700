/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.ProofKey;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.WireCredentials;
import dev.taskbound.policy.Destination;
import java.net.HttpURLConnection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request to one host that was found to belong to the tool call's destination: a request tag, from the check before
 * a connection is opened to the one on the wire.
 */
record Hop(
        CallContext context,
        Destination destination,
        HttpUrl url,
        @Nullable Credential credential) {
    // Two patterns, since one for both takes time that grows with the square of what a server sends.
    private static final Pattern NONCE_WANTED = Pattern.compile("(?i)\\berror\\s*+=\\s*+\"use_dpop_nonce\"");
    private static final Pattern DPOP = Pattern.compile("(?i)\\bDPoP\\b");

    /** The tool's destination; refused if it has none or the call has ended. */
    static Destination destination(CallContext context) {
        return context.destination()
                .orElseThrow(() ->
                        context.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "HTTP from a tool without destination"));
    }

    static Hop check(CallContext context, Request request) {
        Destination destination = destination(context);
        HostRules.refuse(request, destination, context);
        return new Hop(
                context, destination, request.url(), WireCredentials.of(context).orElse(null));
    }

    Reach reach() {
        return Reach.of(url.host(), destination.privateAddresses());
    }

    /** RFC 9449, 8.2: any answer may carry the nonce for the next proof. */
    void learnNonce(Response response) {
        String nonce = response.header("DPoP-Nonce");
        ProofKey key = credential == null ? null : credential.proofKey();
        if (nonce != null && key != null) {
            key.learn(url.uri(), nonce);
        }
    }

    /** Whether the server refused the proof because it lacks the nonce that came with this answer (RFC 9449, 9). */
    boolean lacksNonce(Response response) {
        return credential != null
                && credential.proofKey() != null
                && response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                && response.header("DPoP-Nonce") != null
                && response.headers("WWW-Authenticate").stream().anyMatch(Hop::wantsNonce);
    }

    private static boolean wantsNonce(String challenge) {
        Matcher wanted = NONCE_WANTED.matcher(challenge);
        return wanted.find()
                && DPOP.matcher(challenge).region(0, wanted.start()).find();
    }

    Request on(Request request) {
        return request.newBuilder().tag(Hop.class, this).build();
    }

    static Request without(Request request) {
        return request.newBuilder().tag(Hop.class, null).build();
    }
}
