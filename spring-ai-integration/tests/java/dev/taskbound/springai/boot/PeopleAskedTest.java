/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Issue 3, judged by 6: a policy that asks people, where nobody can be asked, says so at start and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class PeopleAskedTest {
    private static final String WARNING = "nobody can be asked";

    @TempDir
    private Path directory;

    private static String said(ApplicationContextRunner application, CapturedOutput output) {
        application.run(context -> assertThat(context).hasNotFailed());
        return output.toString();
    }

    @Test
    void whereNobodyCanBeAskedItIsSaid(CapturedOutput output) {
        assertThat(said(Application.with(directory, Application.POLICY), output))
                .contains(WARNING, "taskbound.approvals.inbox=true");
    }

    @Test
    void withAnInboxItIsNot(CapturedOutput output) {
        ApplicationContextRunner inbox =
                Application.with(directory, Application.POLICY).withPropertyValues("taskbound.approvals.inbox=true");
        assertThat(said(inbox, output)).doesNotContain(WARNING);
    }

    @Test
    void withAChannelItIsNot(CapturedOutput output) {
        ApplicationContextRunner channel = Application.with(directory, Application.POLICY)
                .withBean(Approver.class, () -> Approver.callback(request -> new ApprovalOutcome.Approved("kim")));
        assertThat(said(channel, output)).doesNotContain(WARNING);
    }

    @Test
    void whereThePolicyAsksNobodyItIsNot(CapturedOutput output) {
        String policy = Application.POLICY.replace(", approval: { by: lead, wait: 5m }", "");
        assertThat(said(Application.with(directory, policy), output)).doesNotContain(WARNING);
    }
}
