/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.guard.CallContext;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The last interceptor before OkHttp's own: takes a request from hop to hop, checking each before it may connect. What
 * interceptors above it have set on the chain is overruled here, where it matters.
 */
final class HopInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        CallContext context = Binding.of(chain.call()).call();
        Request request = chain.request();
        StaticSecrets.refuseIn(request, context);
        FollowUps followUps = new FollowUps(context);
        while (true) {
            Hop hop = Hop.check(context, request);
            Response response = send(chain, hop, request);
            Optional<Request> next = next(followUps, hop, response);
            if (next.isEmpty()) {
                return response;
            }
            response.close();
            request = next.get();
        }
    }

    private static Response send(Chain chain, Hop hop, Request request) throws IOException {
        Chain confined = chain.withDns(new CheckedDns(chain.getDns(), hop.url().host(), hop.reach()))
                .withAuthenticator(Authenticator.NONE)
                .withCookieJar(CookieJar.NO_COOKIES)
                .withCache(null);
        try {
            Response response = confined.proceed(hop.on(request));
            return response.newBuilder().request(request).build();
        } catch (ForbiddenAddressException e) {
            throw hop.context().refuse(ReasonCode.DESTINATION_NOT_ALLOWED, e.objection());
        }
    }

    private static Optional<Request> next(FollowUps followUps, Hop hop, Response response) throws IOException {
        try {
            return followUps.after(hop, response);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }
}
