/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;

/** What a server may do to whoever asks it for JSON: slow, cut, wrong, hostile. None is an answer. */
public final class ServerFaults {
    /** Repeated by the faulty server, and never to be shown. */
    public static final String SECRET = "s3cr3t-that-a-server-repeats";

    private static final String OBJECT = "{\"access_token\":\"" + SECRET + "\",\"token_type\":\"Bearer\"}";

    private static final int[] CODES = {
        201, 202, 203, 206, 226, 300, 305, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 429, 451, 500, 501, 502,
        503, 504, 511, 599
    };

    private ServerFaults() {}

    /** @param elsewhere where nothing may be sent on to */
    public static Map<String, MockResponse> all(String elsewhere) throws java.io.IOException {
        Map<String, MockResponse> all = new LinkedHashMap<>();
        slow(all);
        cut(all);
        wrong(all);
        hostile(all, elsewhere);
        return all;
    }

    /** Whether it is time that ends the wait for an answer. */
    public static boolean isSlow(String name) {
        Map<String, MockResponse> slow = new LinkedHashMap<>();
        slow(slow);
        return slow.containsKey(name);
    }

    private static void slow(Map<String, MockResponse> all) {
        all.put(
                "never answers",
                json(OBJECT).onResponseStart(SocketEffect.Stall.INSTANCE).build());
        all.put(
                "stalls in the body",
                json(OBJECT).onResponseBody(SocketEffect.Stall.INSTANCE).build());
        all.put(
                "answers after the deadline",
                json(OBJECT).headersDelay(30, TimeUnit.SECONDS).build());
        all.put(
                "body after the deadline",
                json(OBJECT).bodyDelay(30, TimeUnit.SECONDS).build());
        all.put(
                "trickles",
                json("{\"a\":\"" + "x".repeat(4000) + "\"}")
                        .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                        .build());
        all.put(
                "chunks without end",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .chunkedBody("{\"a\":\"" + "x".repeat(60_000), 10)
                        .throttleBody(20, 20, TimeUnit.MILLISECONDS)
                        .build());
    }

    private static void cut(Map<String, MockResponse> all) {
        all.put(
                "hangs up on the request",
                json(OBJECT).onRequestStart(new SocketEffect.CloseSocket()).build());
        all.put(
                "hangs up before the answer",
                json(OBJECT).onResponseStart(new SocketEffect.CloseSocket()).build());
        all.put(
                "hangs up in the body",
                json(OBJECT.repeat(100))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());
        all.put(
                "JSON that ends early",
                json(OBJECT.substring(0, OBJECT.length() - 2)).build());
        all.put(
                "promises more than it sends",
                json(OBJECT)
                        .setHeader("Content-Length", 100_000)
                        .onResponseEnd(new SocketEffect.CloseSocket())
                        .build());
        all.put(
                "chunks of nonsense",
                json("").removeHeader("Content-Length")
                        .body(new Buffer().writeUtf8("zz\r\n" + OBJECT + "\r\n"))
                        .setHeader("Transfer-Encoding", "chunked")
                        .removeHeader("Content-Length")
                        .build());
        all.put(
                "less than no length",
                json(OBJECT).setHeader("Content-Length", -7).build());
        all.put("no body", new MockResponse.Builder().code(204).build());
        all.put("empty body", json("").build());
    }

    private static void wrong(Map<String, MockResponse> all) {
        all.put("login page", html(200, "<html><form action='/login'>" + SECRET + "</form></html>"));
        all.put(
                "login page said to be JSON",
                json("<html>" + SECRET + "</html>").build());
        all.put(
                "JSON said to be text",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "text/plain")
                        .body(OBJECT)
                        .build());
        all.put("JSON of no type", new MockResponse.Builder().body(OBJECT).build());
        for (int code : CODES) {
            all.put("HTTP " + code, json(OBJECT).code(code).build());
        }
        for (int code : new int[] {205, 304}) {
            all.put("HTTP " + code, new MockResponse.Builder().code(code).build());
        }
        for (String when : List.of("0", "-1", "31536000", "Thu, 01 Jan 1970 00:00:00 GMT", "soon")) {
            all.put(
                    "HTTP 503, retry after " + when,
                    json(OBJECT).code(503).setHeader("Retry-After", when).build());
        }
        all.put("an array", json("[" + OBJECT + "]").build());
        all.put("a text", json("\"" + SECRET + "\"").build());
        all.put("null", json("null").build());
        all.put("a number", json("7").build());
        all.put("a mark before the text", json("\ufeff" + OBJECT).build());
        all.put(
                "another character set",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json;charset=utf-16")
                        .body(new Buffer().writeString(OBJECT, UTF_16))
                        .build());
        all.put("an empty object", json("{}").build());
        all.put("an empty array", json("[]").build());
        all.put(
                "JSON in a text",
                json("\"" + OBJECT.replace("\"", "\\\"") + "\"").build());
        for (String value :
                List.of("NaN", "Infinity", "-", "01", "0x1", "1e400", "'x'", "x", "\"\n\"", "tRuE", "{,}", "[1,]")) {
            all.put(
                    "a value of " + value.replace("\n", "a line end"),
                    json("{\"access_token\":\"" + SECRET + "\",\"x\":" + value + "}")
                            .build());
        }
        all.put(
                "an error with 200",
                json("{\"error\":\"" + SECRET + "\",\"error_description\":\"" + SECRET + "\"}")
                        .build());
    }

    private static void hostile(Map<String, MockResponse> all, String elsewhere) throws java.io.IOException {
        for (int code : new int[] {301, 302, 303, 307, 308}) {
            all.put(
                    "redirect " + code,
                    new MockResponse.Builder()
                            .code(code)
                            .setHeader("Location", elsewhere)
                            .build());
        }
        for (String location : new String[] {"", "/", "?again", "http://[", "file:///etc/passwd", null}) {
            MockResponse.Builder answer = json(OBJECT).code(307);
            all.put(
                    "redirect to " + location,
                    (location == null ? answer : answer.setHeader("Location", location)).build());
        }
        all.put(
                "200 that points elsewhere",
                html(200, "<html>" + SECRET)
                        .newBuilder()
                        .setHeader("Location", elsewhere)
                        .addHeader("Refresh", "0;url=" + elsewhere)
                        .addHeader("Content-Location", elsewhere)
                        .addHeader("Alt-Svc", "http/1.1=\"" + elsewhere + "\"")
                        .build());
        all.put(
                "a name twice",
                json("{\"access_token\":\"a\",\"access_token\":\"" + SECRET + "\"}")
                        .build());
        all.put(
                "nested without end",
                json("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)).build());
        all.put("a megabyte", json("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").build());
        all.put(
                "a bomb",
                json("").body(zipped("{\"a\":\"" + " ".repeat(32 << 20) + "\"}"))
                        .setHeader("Content-Encoding", "gzip")
                        .build());
        all.put(
                "a number of a thousand digits",
                json("{\"expires_in\":" + "9".repeat(1000) + "}").build());
        all.put(
                "said to be zipped",
                json(OBJECT).setHeader("Content-Encoding", "gzip").build());
        all.put(
                "said to be of an unknown coding",
                json(OBJECT)
                        .setHeader("Content-Encoding", "br")
                        .body(new Buffer().write(new byte[] {27, 3, 0}))
                        .build());
        all.put("a thousand headers", floods(json(OBJECT)));
        all.put(
                "a header as long as a book",
                json(OBJECT).setHeader("X-Long", "x".repeat(300_000)).build());
        all.put("one early hint after another", hints(json(OBJECT)));
        all.put(
                "another protocol",
                new MockResponse.Builder()
                        .code(101)
                        .setHeader("Upgrade", "h2c")
                        .setHeader("Connection", "Upgrade")
                        .build());
        all.put("two documents", json(OBJECT + OBJECT).build());
        all.put("comments", json("/* " + SECRET + " */" + OBJECT).build());
        all.put(
                "bytes that are no text",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body(new Buffer()
                                .writeUtf8("{\"a\":\"")
                                .writeByte(0xff)
                                .writeByte(0xfe)
                                .writeUtf8("\"}"))
                        .build());
        all.put("a lone surrogate", json("{\"a\":\"\\ud800\"}").build());
        all.put(
                "a challenge",
                html(401, SECRET)
                        .newBuilder()
                        .setHeader("WWW-Authenticate", "Basic realm=\"" + SECRET + "\"")
                        .build());
        all.put("a nonce nobody asked for", nonce(400, "n"));
        all.put("a nonce with 401", nonce(401, "n"));
        all.put("a nonce as long as a book", nonce(400, "n".repeat(20_000)));
        all.put("a nonce that is none", nonce(400, "\"" + SECRET + "\" x"));
        all.put(
                "a status line of nonsense",
                json(OBJECT).status("HTTP/1.1 OK 200 " + SECRET).build());
    }

    private static MockResponse nonce(int code, String nonce) {
        return json("{\"error\":\"use_dpop_nonce\"}")
                .code(code)
                .addHeader("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")
                .addHeader("DPoP-Nonce", nonce)
                .build();
    }

    private static MockResponse floods(MockResponse.Builder answer) {
        for (int i = 0; i < 1000; i++) {
            answer.addHeader("X-Flood-" + i, "x");
        }
        return answer.build();
    }

    private static MockResponse hints(MockResponse.Builder answer) {
        for (int i = 0; i < 50; i++) {
            answer.addInformationalResponse(new MockResponse.Builder()
                    .status("HTTP/1.1 103 Early Hints")
                    .build());
        }
        return answer.build();
    }

    static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body(body);
    }

    private static MockResponse html(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Content-Type", "text/html;charset=utf-8")
                .body(body)
                .build();
    }

    private static Buffer zipped(String text) throws java.io.IOException {
        Buffer zipped = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(zipped))) {
            sink.write(text.getBytes(UTF_8));
        }
        return zipped;
    }
}
