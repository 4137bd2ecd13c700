/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.policy.ConfiguredTool.UntrustedContent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds {@code tools}. */
final class ToolBinder {
    private static final ValueReader<ParameterType> TYPE = Values.choice(ParameterType.class);
    private static final ValueReader<UntrustedContent> UNTRUSTED = Values.choice(UntrustedContent.class);
    private static final ValueReader<Boolean> TRUST =
            Values.choice(Map.of("trusted", true, "untrusted", false), "trusted or untrusted", false);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final FileContext file;
    private final ValueReader<String> destination;

    ToolBinder(FileContext file, Collection<String> destinations) {
        this.file = file;
        this.destination = Values.reference("the name of a destination in destinations", destinations);
    }

    Map<String, ConfiguredTool> bind(Section root) {
        return root.sections("tools", Values.TOOL_KEY, this::tool);
    }

    private ConfiguredTool tool(String key, Section tool) {
        Action action = tool.required("action", PolicyBinder.ACTION);
        file.written().addTool(key, tool.place());
        file.risk(tool, tool.orNull("owner", Values.TEXT));
        String destinationName = tool.orNull("destination", destination);
        Map<String, ParameterType> arguments = arguments(tool);
        ValueReader<String> argument = argument(arguments);
        Section result = tool.section("result");
        boolean trusted = trusted(result);
        Set<String> labels = Set.copyOf(result.list("labels", Values.NAME));
        result.finish();
        ToolProfile profile = new ToolProfile(
                key,
                action,
                destinationName,
                arguments,
                control(tool, argument),
                trusted,
                labels,
                describe(tool, argument));
        return new ConfiguredTool(profile, content(tool, argument));
    }

    /** What is declared wrongly counts as not declared, so that it is said once only. */
    private Map<String, ParameterType> arguments(Section tool) {
        int problemsBefore = file.problems().count();
        Map<String, ParameterType> declared = tool.values("args", Values.ARGUMENT, TYPE);
        return file.problems().count() > problemsBefore ? Map.of() : declared;
    }

    /** Where the arguments are declared, only those can be named. */
    static ValueReader<String> argument(Map<String, ParameterType> declared) {
        return declared.isEmpty()
                ? Values.ARGUMENT
                : Values.reference("the name of an argument in args", declared.keySet());
    }

    private boolean trusted(Section result) {
        if (result.node("trust").orElse(null) instanceof YamlNode.Mapping fields) {
            file.problems()
                    .add(
                            fields.place(),
                            "found a map, expected trusted or untrusted: trust by field is not supported yet");
            return false;
        }
        return result.optional("trust", TRUST).orElse(false);
    }

    private List<String> control(Section tool, ValueReader<String> argument) {
        if (tool.node("control").orElse(null) instanceof YamlNode.Mapping fields) {
            file.problems()
                    .add(
                            fields.place(),
                            "found a map, expected a list of arguments: origins by field are not supported yet");
            return List.of();
        }
        return tool.list("control", argument);
    }

    private @Nullable String describe(Section tool, ValueReader<String> argument) {
        Optional<YamlNode> node = tool.node("describe");
        if (node.isEmpty()) {
            return null;
        }
        String template = Values.TEXT.read(node.get(), file.problems());
        PLACEHOLDER.matcher(template).results().map(match -> match.group(1)).forEach(name -> {
            if (argument.parse().apply(name).isEmpty()) {
                String found = "{" + name + "} in the text";
                file.problems().unknown(node.get().place(), found, argument.expected(), argument.words(), name);
            }
        });
        return template;
    }

    private Map<String, UntrustedContent> content(Section tool, ValueReader<String> argument) {
        return tool.sections("content", argument, (name, rule) -> rule.required("untrusted_entities", UNTRUSTED));
    }
}
