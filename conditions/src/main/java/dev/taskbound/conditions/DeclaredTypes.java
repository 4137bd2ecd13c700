/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The declared types as the CEL checker wants them; a record is a struct whose name nobody can write. */
@SuppressWarnings("Immutable") // as CEL wants it: complete before the compiler is built, not changed afterwards
final class DeclaredTypes implements CelTypeProvider {
    private final Map<String, CelType> records = new HashMap<>();

    CelType declare(String path, ValueType type) {
        if (type instanceof Scalar scalar) {
            return scalar(scalar);
        }
        if (type instanceof ListOf list) {
            return ListType.create(declare(path + "[]", list.element()));
        }
        if (type instanceof MapOf map) {
            return MapType.create(SimpleType.STRING, declare(path + "[]", map.value()));
        }
        return declareRecord(path, (RecordOf) type);
    }

    private CelType declareRecord(String path, RecordOf type) {
        Map<String, CelType> fields = new HashMap<>();
        type.fields().forEach((name, fieldType) -> fields.put(name, declare(path + "." + name, fieldType)));
        StructType struct = StructType.create(
                recordName(path), ImmutableSet.copyOf(fields.keySet()), name -> Optional.ofNullable(fields.get(name)));
        records.put(struct.name(), struct);
        return struct;
    }

    static String recordName(String path) {
        return "record(" + path + ")";
    }

    private static CelType scalar(Scalar type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case INTEGER -> SimpleType.INT;
            case NUMBER -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case DYNAMIC -> SimpleType.DYN;
        };
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(records.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(records.get(name));
    }
}
