/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.samples.boot.SupportAgent.Handled;
import dev.taskbound.samples.supportdesk.services.Services;
import dev.taskbound.springai.task.PrincipalResolver;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which people ask the agent, and see what came of it. */
@Controller
class DeskController {
    private static final int MOST_REFUNDED = 250;

    private final SupportAgent agent;
    private final Tickets tickets;
    private final Cases cases;
    private final Services services;
    private final ToolGuard guard;
    private final PrincipalResolver principals;

    DeskController(
            SupportAgent agent,
            Tickets tickets,
            Cases cases,
            Services services,
            ToolGuard guard,
            PrincipalResolver principals) {
        this.agent = agent;
        this.tickets = tickets;
        this.cases = cases;
        this.services = services;
        this.guard = guard;
        this.principals = principals;
    }

    @GetMapping("/")
    String page(Authentication user, Model model) {
        model.addAttribute("tickets", tickets.open());
        return news(user, model).replace(" :: news", "");
    }

    /** The part of the page that changes by itself. */
    @GetMapping("/news")
    String news(Authentication user, Model model) {
        model.addAttribute("user", user.getName());
        model.addAttribute("cases", cases.of(user.getName()));
        model.addAttribute("accesses", services.log().entries());
        model.addAttribute(
                "waiting",
                principals
                        .resolve(user)
                        .map(guard.approvals()::waitingFor)
                        .map(List::size)
                        .orElse(0));
        return "desk :: news";
    }

    @PostMapping("/cases")
    String ask(
            Authentication user, @RequestParam String ticket, @RequestParam String words, RedirectAttributes outcome) {
        try {
            Handled handled = agent.handle(tickets.get(ticket).order(), MOST_REFUNDED, ticket + ": " + words);
            LocalTime now = LocalTime.now(ZoneId.systemDefault());
            cases.add(new Case(handled.task(), user.getName(), ticket, words, handled.answer(), now, List.of()));
        } catch (ToolCallDeniedException e) {
            outcome.addFlashAttribute("refused", e.getMessage());
        }
        return "redirect:/";
    }
}
