/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What the entry of a tool says and probably does not mean. */
final class ToolWarnings {
    private static final Pattern ADDRESS = Pattern.compile("(?i)(.*_)?(url|uri|link|href)");
    private static final Pattern DOLLAR = Pattern.compile("\\$\\{");

    private ToolWarnings() {}

    static List<String> of(Collection<ConfiguredTool> tools) {
        List<String> warnings = new ArrayList<>();
        tools.forEach(tool -> look(tool, "tools." + tool.profile().key() + ".", warnings));
        return warnings;
    }

    private static void look(ConfiguredTool tool, String path, List<String> warnings) {
        ToolProfile profile = tool.profile();
        if (profile.describeTemplate()
                .filter(text -> DOLLAR.matcher(text).find())
                .isPresent()) {
            warnings.add(path + "describe: the $ before { stays in the text that people read; an argument is {amount}");
        }
        profile.arguments().keySet().stream()
                .filter(name -> profile.trustedResult() && ADDRESS.matcher(name).matches())
                .forEach(name -> warnings.add(path + "result.trust: trusted as a whole, though " + name
                        + " says where it is from: whoever writes what stands there names payees and recipients. Trust"
                        + " fields of your own systems only"));
        profile.control().stream()
                .filter(tool.content()::containsKey)
                .forEach(name -> warnings.add(path + "control." + name
                        + ": is content as well. As control argument the whole text has to be known, not only what it"
                        + " links to: leave it out of one of them"));
    }
}
