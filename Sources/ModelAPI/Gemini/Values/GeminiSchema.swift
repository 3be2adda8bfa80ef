import JSONText

/// Google's schema objects, a dialect of OpenAPI 3.0, turned into JSON Schema.
enum GeminiSchema {
    /// Converts a schema: lower-case types, `nullable` as a type, the order of properties as their order; what is JSON Schema
    /// already stays as it is.
    static func jsonSchema(_ schema: JSONValue) -> JSONValue {
        guard case .object(let source) = schema else { return schema }
        var out = JSONObject()
        var isNullable = false
        var ordering: [String] = []
        for member in source.members {
            let name = GeminiName.camelCase(member.name)
            switch name {
            case "type": if let type = type(member.value) { out.append("type", type) }
            case "nullable": isNullable = member.value.bool == true
            case "propertyOrdering": ordering = (member.value.array ?? []).compactMap(\.string)
            case "format":
                // A mark of Google's for strings with an `enum`; no format in JSON Schema.
                if member.value.string != "enum" { out.append(name, member.value) }
            case "example": out.append("examples", [member.value])
            case "items", "additionalProperties", "not": out.append(name, jsonSchema(member.value))
            case "anyOf", "oneOf", "allOf", "prefixItems":
                out.append(name, .array((member.value.array ?? []).map(jsonSchema)))
            case "properties": out.append(name, properties(member.value))
            case "defs", "$defs": out.append("$defs", properties(member.value))
            case "ref": out.append("$ref", member.value)
            case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties":
                out.append(name, count(member.value))
            default: out.append(name, member.value)
            }
        }
        if !ordering.isEmpty, case .object(let properties)? = out["properties"] {
            out["properties"] = .object(ordered(properties, by: ordering))
        }
        return isNullable ? nullable(out) : .object(out)
    }

    private static func properties(_ value: JSONValue) -> JSONValue {
        guard case .object(let object) = value else { return value }
        return .object(JSONObject(object.members.map { JSONObject.Member($0.name, jsonSchema($0.value)) }))
    }

    private static func type(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .string("TYPE_UNSPECIFIED"): nil
        case .string(let name): .string(name.lowercased())
        case .array(let names): .array(names.compactMap(type))
        default: value
        }
    }

    /// Proto's JSON writes 64-bit integers as strings.
    private static func count(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value, let number = JSONNumber(text) else { return value }
        return .number(number)
    }

    private static func ordered(_ properties: JSONObject, by names: [String]) -> JSONObject {
        var ranks: [String: Int] = [:]
        for name in names where ranks[name] == nil { ranks[name] = ranks.count }
        // The sort is stable by the offset: what the order does not name keeps its place behind the rest.
        let ranked = properties.members.enumerated().sorted {
            (ranks[$0.element.name] ?? .max, $0.offset) < (ranks[$1.element.name] ?? .max, $1.offset)
        }
        return JSONObject(ranked.map(\.element))
    }

    private static func nullable(_ schema: JSONObject) -> JSONValue {
        var schema = schema
        switch schema["type"] {
        case .string(let type)?:
            schema["type"] = [.string(type), "null"]
            if case .array(let values)? = schema["enum"], !values.contains(.null) {
                schema["enum"] = .array(values + [.null])
            }
            return .object(schema)
        case .array(let types)?:
            if !types.contains("null") { schema["type"] = .array(types + ["null"]) }
            return .object(schema)
        default:
            return ["anyOf": [.object(schema), ["type": "null"]]]
        }
    }
}
