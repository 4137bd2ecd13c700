/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.internal.text.Shown;
import dev.taskbound.origin.FieldPath;
import dev.taskbound.policy.ConfiguredTool.UntrustedContent;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds {@code tools}. */
final class ToolBinder {
    private static final ValueReader<ArgumentType> TYPE = Values.choice(
            ArgumentType.words(),
            "one of string, integer, number, boolean, list, object; where null is to pass, such as string or null",
            new ArgumentType(ParameterType.STRING, false));
    private static final ValueReader<UntrustedContent> UNTRUSTED = Values.choice(UntrustedContent.class);
    private static final ValueReader<Boolean> TRUST =
            Values.choice(Map.of("trusted", true, "untrusted", false), "trusted or untrusted", false);
    private static final ValueReader<FieldPath> FIELD = new ValueReader<>(
            "the path of a field, such as customer.iban or hits[*].email",
            ValueReader.Style.TEXT,
            FieldPath.parse("none").orElseThrow(),
            FieldPath::parse);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final FileContext file;
    private final Map<String, Place> places = new HashMap<>();
    private final ValueReader<String> destination;
    private final ValueReader<AllowedOrigin> origin;

    /** @param tools the keys of all tools: rules of one may name results of another */
    ToolBinder(FileContext file, Collection<String> destinations, Collection<String> tools) {
        this.file = file;
        this.origin = new ValueReader<>(
                "statement, parameter, parameter.NAME, or a tool in tools or a field of its result, such as"
                        + " lookup_order.customer.iban",
                ValueReader.Style.TEXT,
                new AllowedOrigin("", "", null),
                text -> AllowedOrigin.of(text, tools),
                tools);
        this.destination = Values.reference("the name of a destination in destinations", destinations);
    }

    Map<String, ConfiguredTool> bind(Section root) {
        Map<String, ConfiguredTool> tools = root.sections("tools", Values.TOOL_KEY, this::tool);
        tools.forEach((key, tool) -> tool.from().forEach((name, from) -> requireTrust(key, name, from, tools)));
        return tools;
    }

    /** What is never trusted can be nobody's origin. */
    private void requireTrust(
            String key, String argument, List<AllowedOrigin> from, Map<String, ConfiguredTool> tools) {
        for (AllowedOrigin each : from) {
            ConfiguredTool source = each.tool() == null ? null : tools.get(each.tool());
            if (source != null && !isTrusted(source.profile(), each)) {
                String message = "control." + argument + ".from: found " + Shown.quoted(each.text())
                        + ", which is not trusted, expected result: { trust: ... } of " + each.tool()
                        + " to name it, or another origin"
                        + trusted(source.profile());
                file.problems().add(Objects.requireNonNull(places.get(key)), message);
            }
        }
    }

    private static String trusted(ToolProfile source) {
        List<String> fields = source.trustedFields().stream()
                .map(field -> source.key() + "." + field.field())
                .toList();
        return fields.isEmpty() ? "" : "; trusted are " + String.join(", ", fields);
    }

    private static boolean isTrusted(ToolProfile source, AllowedOrigin origin) {
        String prefix = "result." + source.key();
        return source.trustedResult()
                || source.trustedFields().stream()
                        .map(field -> prefix + "#" + field.field())
                        .anyMatch(field -> origin.name().equals(prefix)
                                || origin.name().equals(field)
                                || origin.name().startsWith(field + ".")
                                || field.startsWith(origin.name() + "."));
    }

    private ConfiguredTool tool(String key, Section tool) {
        Action action = tool.required("action", PolicyBinder.ACTION);
        file.written().addTool(key, tool.place());
        places.put(key, tool.place());
        file.risk(tool, tool.orNull("owner", Values.TEXT));
        String destinationName = tool.orNull("destination", destination);
        Map<String, ArgumentType> arguments = arguments(tool);
        ValueReader<String> argument = argument(arguments);
        Section result = tool.section("result");
        boolean trusted = trusted(result);
        List<FieldPath> trustedFields = trustedFields(result);
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
                describe(tool, argument),
                trustedFields);
        return new ConfiguredTool(profile, content(tool, argument), from(tool, argument));
    }

    /** What is declared wrongly counts as not declared, so that it is said once only. */
    private Map<String, ArgumentType> arguments(Section tool) {
        int problemsBefore = file.problems().count();
        Map<String, ArgumentType> declared = tool.values("args", Values.ARGUMENT, TYPE);
        return file.problems().count() > problemsBefore ? Map.of() : declared;
    }

    /** Where the arguments are declared, only those can be named. */
    static ValueReader<String> argument(Map<String, ArgumentType> declared) {
        return declared.isEmpty()
                ? Values.ARGUMENT
                : Values.reference("the name of an argument in args", declared.keySet());
    }

    /** Of those, one that can be summed up. */
    static ValueReader<String> amount(Map<String, ArgumentType> declared) {
        return declared.isEmpty()
                ? Values.ARGUMENT
                : Values.reference(
                        "the name of an argument in args that is a number",
                        declared.entrySet().stream()
                                .filter(argument -> argument.getValue().type() == ParameterType.NUMBER
                                        || argument.getValue().type() == ParameterType.INTEGER)
                                .map(Map.Entry::getKey)
                                .toList());
    }

    private boolean trusted(Section result) {
        return !(result.node("trust").orElse(null) instanceof YamlNode.Mapping)
                && result.optional("trust", TRUST).orElse(false);
    }

    private List<FieldPath> trustedFields(Section result) {
        if (!(result.node("trust").orElse(null) instanceof YamlNode.Mapping)) {
            return List.of();
        }
        Section trust = result.section("trust");
        List<FieldPath> fields = trust.requiredList("fields", FIELD);
        trust.finish();
        return fields;
    }

    private List<String> control(Section tool, ValueReader<String> argument) {
        return tool.node("control").orElse(null) instanceof YamlNode.Mapping named
                ? List.copyOf(named.entries().keySet())
                : tool.list("control", argument);
    }

    /** Arguments without {@code from} may come from every trusted origin. */
    private Map<String, List<AllowedOrigin>> from(Section tool, ValueReader<String> argument) {
        Map<String, List<AllowedOrigin>> from = new LinkedHashMap<>();
        if (tool.node("control").orElse(null) instanceof YamlNode.Mapping) {
            tool.sections("control", argument, (name, rule) -> {
                if (rule.has("from")) {
                    from.put(name, rule.requiredList("from", origin));
                } else {
                    rule.node("from");
                }
                return name;
            });
        }
        return from;
    }

    private @Nullable String describe(Section tool, ValueReader<String> argument) {
        Optional<YamlNode> node = tool.node("describe");
        if (node.isEmpty()) {
            return null;
        }
        String template = Values.TEXT.read(node.get(), file.problems());
        if (template.contains("{{")) {
            file.problems().add(node.get().place(), "found {{ in the text, expected single braces such as {amount}");
        }
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
