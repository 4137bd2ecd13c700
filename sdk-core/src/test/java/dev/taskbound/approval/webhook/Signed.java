/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.Secret;
import dev.taskbound.internal.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A message as an approving service sends it; signed here on its own, not by what is tested. */
public final class Signed {
    public static final Secret SECRET = Secret.of("whsec_" + base64("0123456789abcdef0123456789abcdef"));
    public static final Secret OTHER = Secret.of("whsec_" + base64("another secret of thirty-two byt"));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, String> headers = new TreeMap<>();
    private byte[] body;

    private Signed(byte[] body) {
        this.body = body;
    }

    public static Signed decision(Map<String, ?> data, Instant at, Secret key) {
        Map<String, ?> message = Map.of("type", "taskbound.approval.decided", "timestamp", at.toString(), "data", data);
        return message(CanonicalJson.write(message), at, key);
    }

    public static Signed message(String body, Instant at, Secret key) {
        return message(body.getBytes(StandardCharsets.UTF_8), at, key);
    }

    public static Signed message(byte[] body, Instant at, Secret key) {
        Signed signed = new Signed(body);
        signed.headers.put("webhook-id", "msg_" + NUMBER.incrementAndGet());
        signed.headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        signed.headers.put("webhook-signature", signature(signed.headers, body, key));
        return signed;
    }

    /** What a service decides to the request that it was sent. */
    public static Map<String, Object> data(String id, String digest, String by, String answer, String approver) {
        Map<String, Object> data = new TreeMap<>();
        data.put("id", id);
        data.put("call_digest", digest);
        data.put("by", by);
        data.put("answer", answer);
        data.put("approver", approver);
        data.put("reason", "");
        data.put("remember", false);
        return data;
    }

    static String signature(Map<String, String> headers, byte[] body, Secret key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] raw = Base64.getDecoder().decode(key.reveal().substring("whsec_".length()));
            mac.init(new SecretKeySpec(raw, "HmacSHA256"));
            String start = headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + ".";
            mac.update(start.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a header that says something else; null takes it away. */
    public Signed with(String header, String value) {
        Signed other = new Signed(body);
        other.headers.putAll(headers);
        other.headers.remove(header);
        if (value != null) {
            other.headers.put(header, value);
        }
        return other;
    }

    /** The same signature over another body. */
    public Signed withBody(String other) {
        Signed changed = with("none", null);
        changed.body = other.getBytes(StandardCharsets.UTF_8);
        return changed;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public byte[] body() {
        return body;
    }

    public Function<String, String> headers() {
        return headers::get;
    }

    public String header(String name) {
        return headers.get(name);
    }
}
