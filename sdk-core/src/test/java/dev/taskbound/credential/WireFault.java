/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.credential.WireServer.Behaviour;
import dev.taskbound.credential.WireServer.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * What a server may do below HTTP, or to it. None is an answer.
 *
 * @param scheme under which the server is asked
 * @param isSlow whether it is time that ends the wait for an answer
 * @param isTrusted whether a client may tell it anything at all
 * @param isFlood whether OkHttp by itself would read it until memory is full
 */
record WireFault(String name, String scheme, boolean isSlow, boolean isTrusted, boolean isFlood, Behaviour behaviour) {
    private static final String OBJECT = "{\"access_token\":\"" + ServerFaults.SECRET + "\",\"token_type\":\"Bearer\"}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String WHOLE = OK + "Content-Length: " + OBJECT.length() + "\r\n\r\n" + OBJECT;
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    /** Whom the client trusts. */
    static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();

    /** Whom it may believe. */
    static HandshakeCertificates right() {
        return tls(here(new HeldCertificate.Builder())
                .addSubjectAlternativeName("localhost")
                .build());
    }

    static List<WireFault> all() {
        List<WireFault> all = new ArrayList<>();
        handshakes(all);
        certificates(all);
        slow(all);
        cut(all);
        wrong(all);
        return all;
    }

    private static void handshakes(List<WireFault> all) {
        all.add(silent("TLS that never begins", peer -> {}));
        all.add(silent("TLS that never goes on", peer -> {
            peer.readSomething();
            peer.write(new byte[] {22, 3, 3, 0, 122, 2, 0});
        }));
        all.add(stranger("TLS that is cut", peer -> {
            peer.readSomething();
            peer.close();
        }));
        all.add(stranger("TLS that is reset", peer -> {
            peer.readSomething();
            peer.reset();
        }));
        all.add(stranger("TLS that is refused", peer -> {
            peer.readSomething();
            peer.write(new byte[] {21, 3, 3, 0, 2, 2, 40});
        }));
        all.add(stranger("HTTP where TLS should be", peer -> {
            peer.readSomething();
            peer.write(WHOLE).close();
        }));
        all.add(stranger("mail where TLS should be", peer -> peer.write("220 mx.example.com ESMTP\r\n")));
    }

    private static void certificates(List<WireFault> all) {
        long now = System.currentTimeMillis();
        long day = TimeUnit.DAYS.toMillis(1);
        all.add(certified("another host", each -> each.signedBy(AUTHORITY).addSubjectAlternativeName("evil.example")));
        all.add(certified(
                "a common name alone", each -> each.signedBy(AUTHORITY).commonName("127.0.0.1")));
        all.add(certified("yesterday", each -> here(each).validityInterval(now - 9 * day, now - day)));
        all.add(certified("tomorrow", each -> here(each).validityInterval(now + day, now + 9 * day)));
        all.add(certified("nobody", each -> each.addSubjectAlternativeName("127.0.0.1")));
        all.add(certified(
                "an authority that is none",
                each -> each.signedBy(here(new HeldCertificate.Builder()).build())
                        .addSubjectAlternativeName("127.0.0.1")));
        all.add(new WireFault(
                "a certificate that is wanted",
                "https",
                false,
                true,
                false,
                peer -> peer.handshake(tls(here(new HeldCertificate.Builder()).build()), true)
                        .readRequest()
                        .write(WHOLE)));
        all.add(new WireFault(
                "TLS, then nothing",
                "https",
                false,
                true,
                false,
                peer -> peer.handshake(tls(here(new HeldCertificate.Builder()).build()), false)
                        .readRequest()
                        .close()));
    }

    private static HeldCertificate.Builder here(HeldCertificate.Builder certificate) {
        return certificate.signedBy(AUTHORITY).addSubjectAlternativeName("127.0.0.1");
    }

    private static WireFault certified(String of, Consumer<HeldCertificate.Builder> change) {
        HeldCertificate.Builder certificate = new HeldCertificate.Builder();
        change.accept(certificate);
        HandshakeCertificates tls = tls(certificate.build());
        return stranger(
                "a certificate of " + of,
                peer -> peer.handshake(tls, false).readRequest().write(WHOLE));
    }

    private static HandshakeCertificates tls(HeldCertificate certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
    }

    private static void slow(List<WireFault> all) {
        all.add(slow("a head in drops", peer -> endless(peer, OK + "X-Drops: ", "x", 10)));
        all.add(slow("a body in drops", peer -> endless(peer, OK + "Content-Length: 10000\r\n\r\n{\"a\":\"", "x", 10)));
        all.add(slow("a chunk in drops", peer -> endless(peer, CHUNKED + "ffff\r\n{\"a\":\"", "x", 10)));
        all.add(slow("a body that never comes", peer -> peer.write(OK + "Content-Length: 10000\r\n\r\n")));
        all.add(slow("hints without end", peer -> endless(peer, "", "HTTP/1.1 103 Early Hints\r\n\r\n", 1)));
        all.add(slow("continue without end", peer -> endless(peer, "", "HTTP/1.1 100 Continue\r\n\r\n", 1)));
    }

    private static void cut(List<WireFault> all) {
        all.add(http(
                "a status line and no more",
                peer -> peer.write("HTTP/1.1 200 OK\r\n").close()));
        all.add(http("half a head", peer -> peer.write(OK + "X-Half: ").close()));
        all.add(http(
                "a reset after the head",
                peer -> peer.write(OK + "Content-Length: 500\r\n\r\n").reset()));
        all.add(http(
                "a chunk that is cut",
                peer -> peer.write(CHUNKED + "4000\r\n" + OBJECT).close()));
        all.add(http(
                "chunks without a last one",
                peer -> peer.write(CHUNKED + Integer.toHexString(OBJECT.length()) + "\r\n" + OBJECT + "\r\n")
                        .close()));
        all.add(new WireFault("an answer to half of the request", "http", false, true, false, peer -> {
            peer.readSomething();
            peer.write(WHOLE).reset();
        }));
    }

    private static void wrong(List<WireFault> all) {
        all.add(http("headers without end", peer -> endless(peer, OK, "X-Flood: " + "x".repeat(900) + "\r\n", 0)));
        all.add(http("a header without end", peer -> endless(peer, OK + "X-Flood: ", "x".repeat(900), 0)));
        all.add(http("a status line without end", peer -> endless(peer, "HTTP/1.1 200 ", "x".repeat(900), 0)));
        all.add(http("a body without end", peer -> endless(peer, OK + "\r\n{\"a\":\"", "x".repeat(900), 0)));
        all.add(flood("a bomb without end", WireFault::bomb));
        all.add(flood("a name of what is zipped without end", peer -> {
            peer.write(OK + "Content-Encoding: gzip\r\n\r\n");
            peer.write(new byte[] {31, (byte) 139, 8, 8, 0, 0, 0, 0, 0, 0});
            endless(peer, "", "x".repeat(60_000), 0);
        }));
        all.add(flood("a chunk's line without end", peer -> endless(peer, CHUNKED + "5;", "x".repeat(60_000), 0)));
        all.add(http(
                "trailers without end",
                peer -> endless(
                        peer,
                        CHUNKED + Integer.toHexString(OBJECT.length()) + "\r\n" + OBJECT + "\r\n0\r\n",
                        "X-Flood: " + "x".repeat(900) + "\r\n",
                        0)));
        all.add(http("a length below the body", peer -> peer.write(OK + "Content-Length: 9\r\n\r\n" + OBJECT + WHOLE)));
        all.add(http(
                "two lengths",
                peer -> peer.write(OK + "Content-Length: 5\r\nContent-Length: 900\r\n\r\n" + OBJECT)
                        .close()));
        all.add(http(
                "a length that is none",
                peer -> peer.write(OK + "Content-Length: 1e3\r\n\r\n" + OBJECT).close()));
        all.add(http(
                "a length and chunks",
                peer -> peer.write(OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + OBJECT)
                        .close()));
        all.add(http(
                "a chunk beyond all",
                peer -> peer.write(CHUNKED + "ffffffffffffffff\r\n" + OBJECT).close()));
        all.add(http(
                "a chunk below nothing",
                peer -> peer.write(CHUNKED + "-5\r\n" + OBJECT).close()));
        all.add(http(
                "another protocol's greeting",
                peer -> peer.write("220 mx.example.com ESMTP\r\n").close()));
        all.add(http("a body and no head", peer -> peer.write(OBJECT).close()));
        all.add(http("HTTP/2 unasked", peer -> peer.write("\0\0\0\4\0\0\0\0\0").close()));
        all.add(http("HTTP/3.7", peer -> peer.write(WHOLE.replace("1.1", "3.7")).close()));
        all.add(http(
                "a nought in a header",
                peer -> peer.write(WHOLE.replace("OK\r", "OK\r\nX-\0: \0\r")).close()));
        all.add(http(
                "a header without a name",
                peer -> peer.write(WHOLE.replace("OK\r", "OK\r\n: x\r")).close()));
        all.add(http(
                "the request's echo",
                peer -> peer.write("POST /token HTTP/1.1\r\n\r\n").close()));
    }

    private static void bomb(Peer peer) throws IOException {
        peer.write(OK + "Content-Encoding: gzip\r\n\r\n");
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        GZIPOutputStream zipped = new GZIPOutputStream(peer.out());
        while (true) {
            zipped.write(blanks);
        }
    }

    private static void endless(Peer peer, String first, String next, int pauseMillis) throws IOException {
        peer.write(first);
        while (true) {
            peer.write(next);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
    }

    /** Over HTTP, which on this machine is allowed. */
    private static WireFault http(String name, Behaviour answer) {
        return new WireFault(name, "http", false, true, false, peer -> answer.on(peer.readRequest()));
    }

    private static WireFault slow(String name, Behaviour answer) {
        return new WireFault(name, "http", true, true, false, peer -> answer.on(peer.readRequest()));
    }

    /** Which an HTTP client of a tool's own may have to stand itself. */
    private static WireFault flood(String name, Behaviour answer) {
        WireFault fault = http(name, answer);
        return new WireFault(fault.name, fault.scheme, false, true, true, fault.behaviour);
    }

    private static WireFault stranger(String name, Behaviour behaviour) {
        return new WireFault(name, "https", false, false, false, behaviour);
    }

    private static WireFault silent(String name, Behaviour behaviour) {
        return new WireFault(name, "https", true, false, false, behaviour);
    }
}
