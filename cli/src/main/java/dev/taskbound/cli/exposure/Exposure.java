/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import java.util.List;

/**
 * The worst that a model could do that does whatever an attacker wants, under each intent of one policy.
 *
 * @param policy its name
 * @param revision its revision
 * @param version its version
 */
public record Exposure(String policy, long revision, String version, List<IntentExposure> intents) {
    public Exposure {
        intents = List.copyOf(intents);
    }

    /**
     * Under one intent.
     *
     * @param name the intent
     * @param opened who can open a task
     * @param tools what can be called, writes first
     * @param flows labels and destinations, and whether what carries the one can reach the other
     * @param destinations systems that can be reached, with their hosts
     * @param reach how many of them one task can reach, in words; empty if all
     */
    public record IntentExposure(
            String name,
            String opened,
            List<ToolExposure> tools,
            List<Flow> flows,
            List<String> destinations,
            String reach) {
        public IntentExposure {
            tools = List.copyOf(tools);
            flows = List.copyOf(flows);
            destinations = List.copyOf(destinations);
        }

        String reaches(String nothing) {
            String all = destinations.isEmpty() ? nothing : String.join("; ", destinations);
            return reach.isEmpty() ? all : all + "; " + reach;
        }
    }

    /**
     * One tool under one intent.
     *
     * @param action read, write or admin
     * @param destination what it reaches; empty if nothing
     * @param calls the most calls of one task
     * @param human when a human is asked; empty if never
     * @param sums the largest sums over the calls of one task, in words
     * @param arguments what the model can choose
     * @param uncounted parts of conditions that were not understood as holding an argument: what they hold is reported as free
     */
    public record ToolExposure(
            String tool,
            String action,
            String destination,
            String calls,
            String human,
            List<String> sums,
            List<ArgumentExposure> arguments,
            List<String> uncounted) {
        public ToolExposure {
            sums = List.copyOf(sums);
            arguments = List.copyOf(arguments);
            uncounted = List.copyOf(uncounted);
        }

        boolean isRead() {
            return action.equals("read");
        }

        /** Names of the arguments that are held like this. */
        List<String> held(Hold hold) {
            return arguments.stream()
                    .filter(argument -> argument.hold() == hold)
                    .map(ArgumentExposure::name)
                    .toList();
        }

        /** Whether there is nothing to say of a call but that it can be made. */
        boolean isWhollyFree() {
            return human.isEmpty()
                    && sums.isEmpty()
                    && uncounted.isEmpty()
                    && arguments.stream().allMatch(argument -> argument.hold() == Hold.FREE);
        }
    }

    /**
     * One argument.
     *
     * @param hold how firmly it is held
     * @param by what holds it, in words; empty if nothing does
     */
    public record ArgumentExposure(String name, Hold hold, List<String> by) {
        public ArgumentExposure {
            by = List.copyOf(by);
        }
    }

    /** How firmly an argument is held, firmest first. */
    public enum Hold {
        /** By a condition, to what the policy or the task says. */
        BOUND,
        /** To values of known origin; which of them is the model's choice. */
        ORIGIN,
        /** By a human who looks at each such call. */
        HUMAN,
        /** By a condition that leaves a choice, or as text in which only links, addresses and numbers are held. */
        NARROWED,
        /** By nothing: the model's choice. */
        FREE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What carries a label, and a destination.
     *
     * @param state open, open for values that are known and do not carry the label, closed
     */
    public record Flow(String label, String destination, String state) {}
}
