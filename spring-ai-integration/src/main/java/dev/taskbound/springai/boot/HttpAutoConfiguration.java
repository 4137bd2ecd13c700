/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.http.GuardedHttp;
import dev.taskbound.springai.http.RestClientGuard;
import dev.taskbound.springai.http.WebClientGuard;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** HTTP clients for tools. They change no client of the application that is not given to them. */
@AutoConfiguration
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
public class HttpAutoConfiguration {
    /** On the settings of the application's {@link OkHttpClient}, if it has one. */
    @Bean
    @ConditionalOnMissingBean
    GuardedHttp taskboundHttp(ObjectProvider<OkHttpClient> client) {
        return GuardedHttp.wrap(client.getIfUnique(OkHttpClient::new));
    }

    /** For {@code RestClient.builder().apply(restClientGuard)}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClient.class)
    static class Blocking {
        @Bean
        @ConditionalOnMissingBean
        RestClientGuard restClientGuard(GuardedHttp http) {
            return new RestClientGuard(http);
        }
    }

    /** For {@code WebClient.builder().apply(webClientGuard)}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static class Reactive {
        @Bean
        @ConditionalOnMissingBean
        WebClientGuard webClientGuard(GuardedHttp http) {
            return new WebClientGuard(http);
        }
    }
}
