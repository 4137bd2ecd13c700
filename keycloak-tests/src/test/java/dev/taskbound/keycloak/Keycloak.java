/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import com.sun.management.OperatingSystemMXBean;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A Keycloak process with the realm of these tests, started once in a test run and ended with it. */
final class Keycloak {
    private static final long NEEDED_DISK = 1L << 30;
    private static final long NEEDED_MEMORY = 3L << 29;
    private static final int START_SECONDS = 240;

    private final Path home;
    private final int port;
    private final Workloads workloads;
    private final Device device;
    private final Process process;

    private Keycloak(Path home, int port, Workloads workloads, Device device, Process process) {
        this.device = device;
        this.home = home;
        this.port = port;
        this.workloads = workloads;
        this.process = process;
    }

    static Keycloak start(Path zip) throws IOException, InterruptedException {
        requireRoom(zip);
        Path home = unpack(zip);
        Workloads workloads = Workloads.start(home.resolve("conf"));
        Files.createDirectories(home.resolve("data/import"));
        Files.writeString(home.resolve("data/import/realm.json"), Realm.json(workloads));
        int port = freePort();
        Device device = new Device();
        Process process = process(home, port, workloads, device);
        Keycloak keycloak = new Keycloak(home, port, workloads, device, process);
        device.answersTo(keycloak.issuer());
        Runtime.getRuntime().addShutdownHook(new Thread(keycloak::stop));
        keycloak.await();
        return keycloak;
    }

    private static void requireRoom(Path zip) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new IOException("no distribution: the build fetches it");
        }
        if (Files.getFileStore(zip).getUsableSpace() < NEEDED_DISK) {
            throw new IOException("less than 1 GiB of disk is free");
        }
        if (availableMemory() < NEEDED_MEMORY) {
            throw new IOException("less than 1.5 GiB of memory is available");
        }
    }

    /** What Linux could give, file caches included; elsewhere what is free. */
    private static long availableMemory() throws IOException {
        Path info = Path.of("/proc/meminfo");
        if (Files.isReadable(info)) {
            for (String line : Files.readAllLines(info)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
    }

    private static Path unpack(Path zip) throws IOException {
        Path target = Files.createTempDirectory(zip.toAbsolutePath().getParent(), "keycloak-");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && file.startsWith(target)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
        try (var roots = Files.list(target)) {
            return roots.findFirst().orElseThrow(() -> new IOException("an empty distribution"));
        }
    }

    private static Process process(Path home, int port, Workloads workloads, Device device) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--features=client-auth-federated,spiffe,kubernetes-service-accounts",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--truststore-paths=" + workloads.authority(),
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=" + device.uri(),
                "--import-realm"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true).redirectOutput(home.resolve("out.log").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void await() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                stop();
                throw new IOException("it did not start: " + tail());
            }
            Thread.sleep(250);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("out.log"));
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private boolean answers() throws InterruptedException {
        try {
            URI metadata = URI.create(issuer() + "/.well-known/openid-configuration");
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(metadata).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void stop() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        workloads.close();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            removeAll(home.getParent());
        } catch (IOException e) {
            System.out.println("Keycloak's files are left in " + home + " (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/" + Realm.NAME;
    }

    /** Alice has logged in at the portal. */
    Principal alice() throws IOException, InterruptedException, ParseException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "grant_type=password&client_id=portal&username=alice&password="
                                                + Realm.PASSWORD))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no login: HTTP " + answer.statusCode());
        }
        String token = (String) JSONObjectUtils.parse(answer.body()).get("access_token");
        String subject = SignedJWT.parse(token).getJWTClaimsSet().getSubject();
        return Principal.verified(issuer(), subject).withToken(Secret.of(token));
    }

    Device device() {
        return device;
    }

    Workloads workloads() {
        return workloads;
    }
}
