import JSONText

/// Describes sections in JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12/json-schema-core).
enum JSONSchemaRenderer {
    /// What any single value may be instead of itself: text with a variable, or the name of a file.
    private static let reference = #"\$\{[A-Za-z_][A-Za-z0-9_]*\}|^file:"#

    static func document(_ section: SectionDescription) -> JSONValue {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Kanmon configuration",
        ]
        for member in object(section) { schema.append(member.name, member.value) }
        let definitions = definitions(in: section)
        if !definitions.isEmpty { schema.append("$defs", .object(JSONObject(definitions))) }
        return .object(schema)
    }

    /// The sections that are described once, by their names.
    private static func definitions(in section: SectionDescription) -> [JSONObject.Member] {
        var found: [JSONObject.Member] = []
        var open = [section]
        while let section = open.popLast() {
            if let name = section.definition, !found.contains(where: { $0.name == name }) {
                found.append(.init(name, .object(object(section))))
            }
            open += section.fields.flatMap(\.shape.sections)
        }
        return found
    }

    private static func object(_ section: SectionDescription) -> JSONObject {
        var schema: JSONObject = ["description": .string(section.help), "type": "object"]
        schema.append("properties", .object(JSONObject(section.fields.map { .init($0.name, property($0)) })))
        let required = section.fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema.append("required", strings(required)) }
        if !section.pairs.isEmpty {
            let both = section.pairs.flatMap { [($0, $1), ($1, $0)] }
            schema.append(
                "dependentRequired",
                .object(JSONObject(both.map { .init($0, strings([$1])) }))
            )
        }
        let conditions = section.groups.map(exclusion) + section.rules.map(condition)
        if !conditions.isEmpty { schema.append("allOf", .array(conditions)) }
        schema.append("additionalProperties", false)
        return schema
    }

    private static func property(_ field: FieldDescription) -> JSONValue {
        var schema = shape(field.shape)
        var help = field.help
        switch field.fallback {
        case .nothing: break
        case .value(let value): schema["default"] = value
        case .words(let words): help += " Default: \(words)."
        }
        schema["description"] = .string(help)
        return .object(schema)
    }

    private static func exclusion(_ group: SectionGroup) -> JSONValue {
        if group.isRequired { return ["oneOf": .array(group.names.map { ["required": [.string($0)]] })] }
        let pairs = group.names.indices.flatMap { index in
            group.names[..<index].map { JSONValue.object(["required": strings([$0, group.names[index]])]) }
        }
        return ["not": ["anyOf": .array(pairs)]]
    }

    private static func condition(_ rule: SectionRule) -> JSONValue {
        var consequence: JSONObject = [:]
        if !rule.alternatives.isEmpty {
            consequence.append("anyOf", .array(rule.alternatives.map { ["required": [.string($0)]] }))
        }
        if !rule.required.isEmpty { consequence.append("required", strings(rule.required)) }
        if !rule.forbidden.isEmpty {
            consequence.append("properties", .object(JSONObject(rule.forbidden.map { .init($0, false) })))
        }
        var premise: JSONObject = [:]
        if let values = rule.values {
            premise.append("properties", .object([rule.field: ["enum": strings(values)]]))
        }
        if !rule.includesAbsence { premise.append("required", [.string(rule.field)]) }
        return ["if": .object(premise), "then": .object(consequence)]
    }

    private static func shape(_ shape: Shape) -> JSONObject {
        switch shape {
        case .boolean:
            ["type": ["boolean", "string"], "pattern": .string(reference)]
        case .integer(let range):
            [
                "type": ["integer", "string"], "minimum": JSONValue(range.lowerBound),
                "maximum": JSONValue(range.upperBound), "pattern": .string(reference),
            ]
        case .number(let range):
            [
                "type": ["number", "string"],
                range.isMinimumExcluded ? "exclusiveMinimum" : "minimum": JSONValue(range.minimum),
                "maximum": JSONValue(range.maximum), "pattern": .string(reference),
            ]
        case .decimal(_, let minimum, let maximum, let pattern):
            [
                "type": ["number", "string"], "minimum": number(minimum), "maximum": number(maximum),
                "pattern": .string("\(pattern)|\(reference)"),
            ]
        case .share(let isZeroAllowed):
            [
                "type": ["number", "string"], isZeroAllowed ? "minimum" : "exclusiveMinimum": 0, "maximum": 1,
                "pattern": .string("\(ShareText.pattern)|\(reference)"),
            ]
        case .text(_, nil):
            ["type": "string"]
        case .text(_, let pattern?):
            ["type": "string", "pattern": .string("\(pattern)|\(reference)")]
        case .size(let range):
            [
                "type": ["integer", "string"], "minimum": JSONValue(range.lowerBound),
                "maximum": JSONValue(range.upperBound), "pattern": .string("\(ByteSize.pattern)|\(reference)"),
            ]
        case .choice(let words):
            ["enum": strings(words)]
        case .single:
            ["type": ["string", "number", "boolean"]]
        case .either(let one, let other):
            ["anyOf": [.object(self.shape(one)), .object(self.shape(other))]]
        case .list(let element, let minimumCount):
            minimum("minItems", minimumCount, in: ["type": "array", "items": .object(self.shape(element))])
        case .map(let names, let element, let minimumCount):
            minimum(
                "minProperties",
                minimumCount,
                in: [
                    "type": "object", "propertyNames": ["pattern": .string(names.pattern)],
                    "additionalProperties": .object(self.shape(element)),
                ]
            )
        case .section(let section):
            section.definition.map { ["$ref": .string("#/$defs/\($0)")] } ?? object(section)
        case .reference(let name):
            ["$ref": .string("#/$defs/\(name)")]
        }
    }

    private static func minimum(_ keyword: String, _ count: Int, in schema: JSONObject) -> JSONObject {
        var schema = schema
        if count > 0 { schema.append(keyword, JSONValue(count)) }
        return schema
    }

    private static func number(_ number: Double) -> JSONValue {
        Int(exactly: number).map { JSONValue($0) } ?? .init(floatLiteral: number)
    }

    private static func strings(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
}
