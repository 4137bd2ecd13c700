/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;
import dev.taskbound.guard.CallContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The innermost interceptor: what leaves here is what the server gets. It sees what every other interceptor has made of
 * the request, and the connection it is about to use. Only between here and the socket does a request carry the
 * credential.
 */
final class WireInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        CallContext context = Binding.of(chain.call()).call();
        Hop hop = request.tag(Hop.class);
        if (hop == null || hop.context() != context) {
            throw context.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "request replaced by a network interceptor");
        }
        HostRules.refuse(request, Hop.destination(context), context);
        StaticSecrets.refuseInHeaders(request.headers(), context);
        requirePermittedPeer(hop, chain.connection());
        CancelAtEnd end = CancelAtEnd.of(chain.call());
        Response response;
        Request outgoing = outgoing(hop, request);
        end.leaves();
        try {
            response = chain.proceed(outgoing);
        } finally {
            end.hasLeft();
        }
        hop.learnNonce(response);
        return response.newBuilder().request(Hop.without(request)).build();
    }

    /** Through a proxy the peer is the proxy, and where that connects to is not known here. */
    private static void requirePermittedPeer(Hop hop, @Nullable Connection connection) {
        Route route = connection == null ? null : connection.route();
        if (route != null && route.proxy().type() == Proxy.Type.DIRECT) {
            InetAddress peer = route.socketAddress().getAddress();
            if (!hop.reach().permits(peer)) {
                throw hop.context().refuse(ReasonCode.DESTINATION_NOT_ALLOWED, Reach.objection(peer));
            }
        }
    }

    private static Request outgoing(Hop hop, Request request) {
        Request.Builder outgoing = request.newBuilder()
                .headers(TraceHeaders.granted(
                        request.headers(),
                        hop.destination().trace(),
                        hop.context().task()));
        RequestBody body = request.body();
        if (body != null) {
            outgoing.method(request.method(), new LiveBody(body, hop.context()));
        }
        Credential credential = hop.credential();
        if (credential != null && !credential.isForHttp()) {
            throw hop.context()
                    .refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "the destination's credential is not for HTTP");
        }
        if (credential != null) {
            credential.headers(request.method(), request.url().uri()).forEach(outgoing::header);
        }
        return outgoing.build();
    }
}
