/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.task.TaskIntent;
import dev.taskbound.springai.task.TaskParameter;
import dev.taskbound.springai.task.TaskStatement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/**
 * Issue 3: a task begins at a controller's method, for whom Spring Security has authenticated, and survives virtual threads;
 * the Actuator endpoint is secured and read-only by default. One servlet application, as Boot sets it up.
 */
@Timeout(120)
class WebApplicationTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { look: { action: read } }
            intents:
              one:
                open: { agents: [helper], when: "'support' in principal.roles" }
                parameters: { order: integer }
                allow: [ { tool: look } ]
            """;

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext application;

    private final Shop shop = application.getBean(Shop.class);

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    static class Web {
        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    user("alice", "support"), user("bob", "guest"), user("ops", "operator"));
        }

        private static UserDetails user(String name, String role) {
            return User.withUsername(name).password("{noop}" + name).roles(role).build();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/**")
                            .hasRole("operator")
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        Background background() {
            return new Background();
        }

        @Bean
        Shop shop(Background background) {
            return new Shop(background);
        }
    }

    static class Background {
        @Async
        CompletableFuture<String> look() {
            String user = SecurityContextHolder.getContext().getAuthentication().getName();
            return CompletableFuture.completedFuture(
                    seen() + " by " + user + (isVirtual(Thread.currentThread()) ? " virtually" : ""));
        }

        /** What a tool called here would find. */
        private static String seen() {
            return TaskScope.current()
                    .map(TaskScope::task)
                    .map(task -> task.subject().orElse("nobody") + " "
                            + task.parameters().get("order"))
                    .orElse("no task");
        }

        private static boolean isVirtual(Thread thread) {
            try {
                return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            } catch (ReflectiveOperationException e) {
                return false;
            }
        }
    }

    @RestController
    static class Shop {
        private final AtomicInteger runs = new AtomicInteger();
        private final Background background;

        Shop(Background background) {
            this.background = background;
        }

        /** Not the proxy's own. */
        AtomicInteger runs() {
            return runs;
        }

        @GetMapping("/ask")
        @TaskIntent("one")
        String ask(
                @TaskStatement @RequestParam(name = "words") String words,
                @TaskParameter("order") @RequestParam(name = "order", required = false) @Nullable Integer order) {
            runs.incrementAndGet();
            return Background.seen();
        }

        @GetMapping("/background")
        @TaskIntent("one")
        String background(@TaskParameter("order") @RequestParam(name = "order") Integer order) {
            return background.look().join();
        }

        @GetMapping("/wrong")
        @TaskIntent("one")
        String wrong(@TaskParameter("order") @RequestParam(name = "order") HttpStatus order) {
            return "ran " + runs.incrementAndGet();
        }

        @GetMapping("/text")
        @TaskIntent("one")
        String text(@TaskParameter("order") @RequestParam(name = "order") String order) {
            return "ran " + runs.incrementAndGet();
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.FORBIDDEN)
        String denied(ToolCallDeniedException denial) {
            return denial.reason().name();
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
        String notBound(IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ConfigurableApplicationContext start(String log, String... more) {
        return new SpringApplicationBuilder(Web.class)
                .web(WebApplicationType.SERVLET)
                .properties(Application.properties(directory))
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.threads.virtual.enabled=true",
                        "taskbound.policy=file:" + Application.write(directory, POLICY),
                        "taskbound.audit.file=" + directory.resolve(log),
                        "management.endpoints.web.exposure.include=taskbound")
                .properties(more)
                .run();
    }

    @BeforeAll
    static void start() {
        application = start("audit.jsonl");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void reset() {
        shop.runs().set(0);
    }

    private static String basic(String user) {
        byte[] both = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    // @TaskIntent on a controller

    private static MvcResult get(String user, String path) throws Exception {
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup((WebApplicationContext) application);
        MockMvc mvc = builder.addFilters(application.getBean("springSecurityFilterChain", jakarta.servlet.Filter.class))
                .build();
        return mvc.perform(MockMvcRequestBuilders.get(URI.create(path)).header("Authorization", basic(user)))
                .andReturn();
    }

    private static String text(MvcResult result) throws Exception {
        return result.getResponse().getContentAsString();
    }

    @Test
    void aControllersMethodIsATaskOfTheAuthenticatedUser() throws Exception {
        assertThat(text(get("alice", "/ask?words=hello&order=4711"))).isEqualTo("alice 4711");
        assertThat(application.getBean(ToolGuard.class).openTasks()).isEmpty();
        assertThat(shop.runs()).hasValue(1);
    }

    @Test
    void whoMayNotOpenTheIntentDoesNotReachTheMethod() throws Exception {
        MvcResult bob = get("bob", "/ask?words=hello&order=4711");
        assertThat(bob.getResponse().getStatus()).isEqualTo(403);
        assertThat(text(bob)).isEqualTo(ReasonCode.INTENT_NOT_ALLOWED.name());
        assertThat(get("nobody", "/ask?words=hello&order=4711").getResponse().getStatus())
                .isEqualTo(401);
        assertThat(shop.runs()).hasValue(0);
    }

    @Test
    void aParameterThatCannotBeBoundKeepsTheMethodFromRunning() throws Exception {
        MvcResult missing = get("alice", "/ask?words=hello");
        assertThat(missing.getResponse().getStatus()).isEqualTo(403);
        MvcResult anotherType = get("alice", "/text?order=4711");
        assertThat(anotherType.getResponse().getStatus()).isEqualTo(403);
        MvcResult notComparable = get("alice", "/wrong?order=OK");
        assertThat(notComparable.getResponse().getStatus()).isEqualTo(500);
        assertThat(text(notComparable)).contains("the parameter order is a HttpStatus");
        assertThat(shop.runs()).hasValue(0);
    }

    // threads

    @Test
    void theTaskAndItsUserReachAnAsyncMethod() throws Exception {
        assertThat(http(application, "GET", "/background?order=4711", "alice").body())
                .startsWith("alice 4711 by alice");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads begin with Java 21")
    void theTaskAndItsUserReachAVirtualThread() throws Exception {
        assertThat(http(application, "GET", "/background?order=4711", "alice").body())
                .isEqualTo("alice 4711 by alice virtually");
    }

    // Actuator

    private static HttpResponse<String> http(
            ConfigurableApplicationContext where, String method, String path, @Nullable String user) throws Exception {
        String port = where.getEnvironment().getProperty("local.server.port");
        String body = "{\"kind\":\"tool\",\"name\":\"look\",\"reason\":\"drill\"}";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString(body)
                                : HttpRequest.BodyPublishers.noBody());
        if (user != null) {
            request.header("Authorization", basic(user));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theEndpointIsForThoseWhomTheApplicationLetsInAndReadOnly() throws Exception {
        String path = "/actuator/taskbound";
        assertThat(http(application, "GET", path, null).statusCode()).isEqualTo(401);
        assertThat(http(application, "GET", path, "alice").statusCode()).isEqualTo(403);
        HttpResponse<String> seen = http(application, "GET", path, "ops");
        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.body()).contains("\"name\":\"test\"", "\"revocations\":[]");

        assertThat(http(application, "POST", path, null).statusCode()).isEqualTo(401);
        assertThat(http(application, "POST", path, "ops").statusCode()).isEqualTo(405);
        assertThat(application.getBean(ToolGuard.class).revocations()).isEmpty();
    }

    @Test
    void theEndpointRevokesWhereThatIsSwitchedOn() throws Exception {
        String path = "/actuator/taskbound";
        try (ConfigurableApplicationContext open =
                start("open.jsonl", "management.endpoint.taskbound.access=unrestricted")) {
            assertThat(http(open, "POST", path, null).statusCode()).isEqualTo(401);
            assertThat(http(open, "POST", path, "alice").statusCode()).isEqualTo(403);
            assertThat(open.getBean(ToolGuard.class).revocations()).isEmpty();
            assertThat(http(open, "POST", path, "ops").statusCode()).isEqualTo(200);
            assertThat(open.getBean(ToolGuard.class).revocations())
                    .singleElement()
                    .satisfies(each -> assertThat(each.by()).isEqualTo("ops"));
        }
    }
}
