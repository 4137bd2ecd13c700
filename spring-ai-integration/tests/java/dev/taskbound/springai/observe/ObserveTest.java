/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Secret;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.StaticSecretSource;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.ToolList;
import dev.taskbound.policy.ToolPin;
import dev.taskbound.springai.TaskboundTools;
import dev.taskbound.springai.boot.Application;
import dev.taskbound.springai.task.Tasks;
import dev.taskbound.state.Revocation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Issue: metrics reach Micrometer; health; an Actuator endpoint that is read-only by default. */
class ObserveTest {
    private static final String SECRET = "s3cret-argument";
    private static final String POLICY = """
            version: 1
            name: test
            revision: 7
            agents: { helper: { owner: me } }
            tools: { look: { action: read } }
            intents:
              assist:
                open: { agents: [helper] }
                parameters: { order: string }
                allow: [ { tool: look } ]
            """;

    @TempDir
    private Path directory;

    private ApplicationContextRunner application() {
        return Application.with(directory, POLICY)
                .withPropertyValues("management.endpoints.web.exposure.include=taskbound");
    }

    private static TaskScope open(ApplicationContext context) {
        return context.getBean(Tasks.class)
                .open("assist", task -> task.statement(SECRET).parameter("order", SECRET));
    }

    private static String look(TaskScope task) {
        ToolDescriptor look = ToolDescriptor.named("look")
                .withSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
        return task.call(ToolCall.of(look, "{}"), call -> "seen");
    }

    @Test
    void metricsReachMicrometerOnceAndNotOpenTelemetryToo() {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();
        application()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(OpenTelemetry.class, () -> openTelemetry)
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    try (TaskScope task = open(context)) {
                        look(task);
                        assertThat(registry.get("taskbound.tasks.active")
                                        .gauge()
                                        .value())
                                .isEqualTo(1);
                    }
                    assertThat(registry.get("taskbound.tasks.active").gauge().value())
                            .isZero();
                    assertThat(registry.get("taskbound.decisions").counter().count())
                            .isEqualTo(1);
                    assertThat(registry.get("gen_ai.execute_tool.duration")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(reader.collectAllMetrics()).isEmpty();
                });
    }

    @Test
    void withoutARegistryMetricsGoToOpenTelemetry() {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();
        application().withBean(OpenTelemetry.class, () -> openTelemetry).run(context -> {
            try (TaskScope task = open(context)) {
                look(task);
            }
            assertThat(reader.collectAllMetrics())
                    .anySatisfy(metric -> assertThat(metric.getName()).isEqualTo("taskbound.decisions"));
        });
    }

    @Test
    void healthTellsThePolicyAndEachPartAndNoSecret() {
        application().run(context -> {
            String up = String.valueOf(health(context));
            assertThat(up)
                    .contains(
                            "UP",
                            "policy=test",
                            "policyRevision=7",
                            "policyAgeSeconds=",
                            "audit=UP",
                            "state=UP",
                            "approvals=UP");

            context.getBean(dev.taskbound.audit.AuditSink.class).close();

            assertThat(String.valueOf(health(context)))
                    .contains("DOWN", "state=UP")
                    .doesNotContain("audit=UP", SECRET);
        });
    }

    /** Its type is in another package in Boot 4. */
    private static Object health(ApplicationContext context) throws ReflectiveOperationException {
        Object indicator = context.getBean("taskboundHealthIndicator");
        Object health = indicator.getClass().getMethod("health").invoke(indicator);
        return health.getClass().getMethod("getStatus").invoke(health)
                + " "
                + health.getClass().getMethod("getDetails").invoke(health);
    }

    @Test
    void staticSecretsAreNamedInHealthAndEndpoint() {
        application().run(context -> assertThat(String.valueOf(health(context))).doesNotContain("staticSecrets"));
        String policy = POLICY.replace("tools:", "sources: { crm-key: { type: static } }\ntools:");
        Application.with(directory, policy)
                .withBean(
                        "crm-key",
                        CredentialSource.class,
                        () -> StaticSecretSource.of(
                                "crm-key", () -> CompletableFuture.completedFuture(Secret.of(SECRET))))
                .withPropertyValues("management.endpoints.web.exposure.include=taskbound")
                .run(context -> {
                    assertThat(String.valueOf(health(context)))
                            .contains("staticSecrets=[crm-key]", "source.crm-key=UP")
                            .doesNotContain(SECRET);
                    assertThat(context.getBean(TaskboundEndpoint.class)
                                    .view()
                                    .policy()
                                    .staticSecrets())
                            .containsExactly("crm-key");
                });
    }

    @Test
    void healthCanBeSwitchedOff() {
        application()
                .withPropertyValues("management.health.taskbound.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("taskboundHealthIndicator"));
    }

    @Test
    void theEndpointShowsPolicyTasksAndRevocationsWithoutContents() {
        application().run(context -> {
            TaskboundEndpoint endpoint = context.getBean(TaskboundEndpoint.class);
            context.getBean(ToolGuard.class)
                    .revoke(new Revocation.Target(Revocation.Kind.TOOL, "wipe"), "ann", "drill");
            try (TaskScope task = open(context)) {
                TaskboundEndpoint.View view = endpoint.view();

                assertThat(view.policy().revision()).isEqualTo(7);
                assertThat(view.agents()).singleElement().satisfies(each -> {
                    assertThat(each.state()).isEqualTo("active");
                    assertThat(each.lastUse()).isNotNull();
                });
                assertThat(view.tasks())
                        .singleElement()
                        .satisfies(each ->
                                assertThat(each.id()).isEqualTo(task.task().id()));
                assertThat(view.revocations())
                        .singleElement()
                        .satisfies(each -> assertThat(each.name()).isEqualTo("wipe"));
                assertThat(view.toString()).doesNotContain(SECRET);
            }
            assertThat(endpoint.view().tasks()).isEmpty();
        });
    }

    static class Desk {
        @Tool(description = "Looks something up.")
        String look(String page) {
            return page;
        }
    }

    /** Issue 5, "Pinning": what {@code taskbound lock --tools} reads comes out of the application itself. */
    @Test
    void theEndpointSaysWhatTheApplicationsToolsSayOfThemselves() {
        ToolCallback pay = FunctionToolCallback.builder("pay", (Map<String, Object> in) -> "paid")
                .description("Pays.")
                .inputType(Map.class)
                .build();
        application()
                .withBean(Desk.class)
                .withBean("payTool", ToolCallback.class, () -> pay)
                .run(context -> {
                    TaskboundEndpoint endpoint = context.getBean(TaskboundEndpoint.class);
                    String json = CanonicalJson.write(endpoint.part("tools"));

                    assertThat(ToolList.parse(json, ""))
                            .extracting(ToolDescriptor::key)
                            .containsExactly("look", "pay");
                    assertThat(ToolList.parse(json, "").stream().map(ToolPin::of))
                            .as("pinned like this, they run")
                            .containsExactlyElementsOf(TaskboundTools.describe(context).stream()
                                    .map(ToolPin::of)
                                    .sorted(Comparator.comparing(ToolPin::key))
                                    .toList());
                    assertThat(json).contains("Looks something up.", "\"page\"");
                    assertThat(endpoint.part("secrets")).isNull();
                });
    }

    @Test
    void reviewsThatAreDueAreShownAndTheGuardIsWellAllTheSame() {
        String overdue = POLICY.replace(
                "look: { action: read }",
                "look: { action: read, risk: { decision: accept, ticket: R-1, review_by: 2020-01-31 } }");
        Application.with(directory, overdue)
                .withPropertyValues("management.endpoints.web.exposure.include=taskbound")
                .run(context -> {
                    assertThat(context.getBean(TaskboundEndpoint.class)
                                    .view()
                                    .policy()
                                    .reviewsDue())
                            .singleElement()
                            .asString()
                            .contains("tools.look", "2020-01-31", "R-1");
                    assertThat(String.valueOf(health(context)))
                            .startsWith("UP")
                            .contains("policyReviewsDue=[tools.look");
                });
        application().run(context -> assertThat(String.valueOf(health(context))).doesNotContain("policyReviewsDue"));
    }

    @Test
    void whatTheEndpointRevokesStopsAtOnce() {
        application().run(context -> {
            TaskboundEndpoint endpoint = context.getBean(TaskboundEndpoint.class);
            try (TaskScope task = open(context)) {
                look(task);
                WebEndpointResponse<TaskboundEndpoint.ReportView> stopped =
                        endpoint.revoke(caller("ann"), "tool", "look", "drill");
                assertThat(stopped.getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
                assertThat(stopped.getBody().name()).isEqualTo("look");
                assertThat(stopped.getBody().problems()).isEmpty();
                assertThat(endpoint.view().revocations())
                        .singleElement()
                        .satisfies(each -> assertThat(each.by()).isEqualTo("ann"));
                assertThatThrownBy(() -> look(task)).isInstanceOf(ToolCallDeniedException.class);

                assertThat(endpoint.lift(caller("ann"), "tool", "look", "over").lifted())
                        .isTrue();
                look(task);
                assertThat(endpoint.lift(caller("ann"), "tool", "look", "over").lifted())
                        .isFalse();
                assertThat(endpoint.revoke(caller("ann"), "everything", null, "drill")
                                .getBody()
                                .tasks())
                        .containsExactly(task.task().id());
                assertThat(endpoint.view().liveCredentials()).isEmpty();
            }
            assertThatThrownBy(() -> endpoint.lift(caller("ann"), "server", "x", "over"))
                    .isInstanceOf(InvalidEndpointRequestException.class);
            assertThatThrownBy(() -> endpoint.revoke(caller("ann"), "tool", null, "drill"))
                    .isInstanceOf(InvalidEndpointRequestException.class);
            assertThatThrownBy(() -> endpoint.revoke(caller("ann"), "server", "x", "drill"))
                    .isInstanceOf(InvalidEndpointRequestException.class);
        });
    }

    @Test
    void aDormantAgentIsEnabledByTheSignedInUser() {
        application().run(context -> {
            TaskboundEndpoint endpoint = context.getBean(TaskboundEndpoint.class);
            String agent = endpoint.view().agents().get(0).name();
            assertThat(endpoint.enable(caller("ann"), "agents", agent, "back again")
                            .state())
                    .isEqualTo("active");
            assertThatThrownBy(() -> endpoint.enable(caller("ann"), "agents", "nobody", "x"))
                    .isInstanceOf(InvalidEndpointRequestException.class);
            assertThatThrownBy(() -> endpoint.enable(caller("ann"), "tools", agent, "x"))
                    .isInstanceOf(InvalidEndpointRequestException.class);
        });
    }

    private static SecurityContext caller(String name) {
        return new SecurityContext() {
            @Override
            public Principal getPrincipal() {
                return () -> name;
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }
        };
    }

    @Test
    void theEndpointIsNotExposedUnlessTheApplicationSaysSo() {
        Application.with(directory, POLICY)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskboundEndpoint.class));
    }
}
