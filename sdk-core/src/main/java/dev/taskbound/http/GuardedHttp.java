/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * HTTP for tools: a {@link Call.Factory} whose calls belong to the tool call in progress where the request is made. Wrap
 * a client once and keep the result; it is thread-safe and serves any number of tasks.
 *
 * <p>Guaranteed for every request, redirects included, before a connection is opened and once more before the first
 * byte is written:
 *
 * <ul>
 *   <li>the URL is {@code https} (plain {@code http} to loopback only), its host and port are listed for the tool's
 *       destination, and it resolves to public addresses unless the policy says otherwise;
 *   <li>the credential of this call, and no other, is attached; it goes to hosts of the destination only, and neither
 *       the tool nor an interceptor sees it in a request or response;
 *   <li>a secret that the tool or an interceptor brings along ({@code Authorization}, {@code Cookie}, API keys) is
 *       refused and recorded;
 *   <li>only the trace context that the policy grants leaves; and nothing is sent once the call has ended.
 * </ul>
 *
 * <p>A 401 leads to one new credential and one more try, if the body can be sent again. A credential that is bound to a
 * key is presented with a fresh proof for each request and each hop (RFC 9449); a 401 that only asks for a nonce in the
 * proof leads to one more try with it, and costs no new credential. Redirects are followed as RFC
 * 9110, 15.4, says, at most ten, never from {@code https} to {@code http}. When the tool call ends, its HTTP calls are
 * cancelled, also while a response body is read; none outlasts its deadline.
 *
 * <p>A refusal is a {@link ToolCallDeniedException}: thrown by {@link #newCall}, {@link Call#execute} and, for a call
 * that has ended, {@link Call#enqueue}; {@link okhttp3.Callback#onFailure} gets it as the cause of an {@code
 * IOException}. The callback runs within the context of the tool call.
 *
 * <p>The client's interceptors, event listeners, TLS settings, connection pool, {@code Dns} and proxy stay in use. Its
 * authenticator, cookie jar and cache do not: a cookie or a cached answer would carry one task's access over to another.
 * A proxy resolves names itself, so with one it is the proxy that must keep private addresses out of reach. An event
 * listener sees requests as they are sent; their {@code toString} does not show the credential.
 */
public final class GuardedHttp implements Call.Factory {
    private static final int CALLS_AT_ONCE = 64;

    private final OkHttpClient client;

    private GuardedHttp(OkHttpClient client) {
        this.client = client;
    }

    /** At most 64 enqueued calls run at once; those beyond wait. */
    public static GuardedHttp wrap(OkHttpClient client) {
        return wrap(client, CALLS_AT_ONCE);
    }

    /**
     * Leaves the given client as it is. The result has a dispatcher of its own, with daemon threads.
     *
     * @param callsAtOnce how many enqueued calls run at once, to one host or to many; OkHttp's own default is 5 per host
     */
    public static GuardedHttp wrap(OkHttpClient client, int callsAtOnce) {
        OkHttpClient.Builder builder = Objects.requireNonNull(client, "client").newBuilder();
        builder.interceptors().add(0, new CallBoundary());
        return new GuardedHttp(builder.addInterceptor(new HopInterceptor())
                .addNetworkInterceptor(new WireInterceptor())
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .dispatcher(Dispatchers.create(callsAtOnce))
                .build());
    }

    /**
     * A call that belongs to the tool call in progress on this thread, wherever it is executed later.
     *
     * @throws ToolCallDeniedException {@code NO_TASK} without a call in progress; the reason of its end if it has ended;
     *     {@code DESTINATION_NOT_ALLOWED} for a tool that the policy gives no destination
     */
    @Override
    public Call newCall(Request request) {
        Objects.requireNonNull(request, "request");
        CallContext context = CallContext.current().orElseThrow(() -> new ToolCallDeniedException(ReasonCode.NO_TASK));
        Hop.destination(context);
        return new BoundCall(client, request, Binding.to(context));
    }
}
