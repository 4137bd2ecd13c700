/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, "Policy file": hosts are names or name:port. */
class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "orders.test, orders.test, 443",
        "Orders.TEST, orders.test, 443",
        "orders.test., orders.test, 443",
        "orders.test:8443, orders.test, 8443",
        "bücher.example, xn--bcher-kva.example, 443",
        "[::1]:8443, ::1, 8443",
        "[0:0:0:0:0:0:0:1], ::1, 443",
        "127.0.0.1:80, 127.0.0.1, 80"
    })
    void bringsAHostToNormalForm(String text, String host, int port) {
        assertThat(HostPort.parse(text, "https")).contains(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "a@b",
                "a?b",
                "a#b",
                "a\\b",
                "https://a",
                "a:b",
                "a:70000",
                "::1",
                "a..b",
                "[::1"
            })
    void takesNothingElseForAHost(String text) {
        assertThat(HostPort.parse(text, "https")).isEmpty();
    }

    @Test
    void fillsInTheDefaultPortOfTheScheme() {
        assertThat(HostPort.parse("localhost", "http")).contains(new HostPort("localhost", 80));
    }

    /** Whatever text is listed, it lets through only a URL whose host and port it spells. */
    @Test
    void neverMatchesMoreThanItSays() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "aB1.:-@/?#[]%*\\ \tе_";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<HostPort> parsed = HostPort.parse(text.toString(), "https");
            if (parsed.isPresent()) {
                HttpUrl url = HttpUrl.parse("https://" + text + "/");
                assertThat(url).as("'" + text + "', seed " + seed).isNotNull();
                assertThat(url.encodedPath() + url.encodedUsername() + url.encodedQuery())
                        .as("'" + text + "', seed " + seed)
                        .isEqualTo("/null");
            }
        }
    }
}
