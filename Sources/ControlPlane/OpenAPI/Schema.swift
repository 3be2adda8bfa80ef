import JSONText

/// The form of a JSON value, as OpenAPI 3.1 (JSON Schema 2020-12) writes it.
indirect enum Schema: Sendable {
    /// A member of an object.
    struct Member: Sendable {
        var name: String
        var schema: Schema
        var summary: String?
        var isRequired: Bool
        var isReadOnly = false
    }

    /// Any string.
    case text
    /// A string of some format: `date-time`, `password`.
    case formatted(String)
    /// One of these strings.
    case choice([String])
    /// A whole number.
    case integer(in: ClosedRange<Int>)
    /// Any number.
    case number
    /// `true` or `false`.
    case flag
    /// A list.
    case list(Schema)
    /// An object with these members and no others.
    case object([Member])
    /// An object whose members are all of one form.
    case map(Schema)
    /// The value or `null`.
    case nullable(Schema)
    /// One of several.
    case either([Schema])
    /// One of the document's components.
    case reference(String)
    /// Anything.
    case any

    /// A count.
    static let count = Schema.integer(in: 0...Int.max)
    /// A time as RFC 3339 writes it.
    static let time = Schema.formatted("date-time")
    /// An exact decimal number as text.
    static let decimal = Schema.formatted("decimal")

    /// The schema as JSON.
    var json: JSONValue {
        switch self {
        case .text: return ["type": "string"]
        case .formatted(let format): return ["type": "string", "format": .string(format)]
        case .choice(let values): return ["type": "string", "enum": .array(values.map { .string($0) })]
        case .integer(let range):
            var object: JSONObject = ["type": "integer"]
            if range.lowerBound != .min { object.append("minimum", JSONValue(range.lowerBound)) }
            if range.upperBound != .max { object.append("maximum", JSONValue(range.upperBound)) }
            return .object(object)
        case .number: return ["type": "number"]
        case .flag: return ["type": "boolean"]
        case .list(let schema): return ["type": "array", "items": schema.json]
        case .map(let schema): return ["type": "object", "additionalProperties": schema.json]
        case .either(let schemas): return ["anyOf": .array(schemas.map(\.json))]
        case .nullable(let schema): return ["anyOf": [schema.json, ["type": "null"]]]
        case .reference(let name): return ["$ref": .string("#/components/schemas/\(name)")]
        case .any: return [:]
        case .object(let members):
            var properties = JSONObject()
            for member in members {
                var property = member.schema.json.object ?? JSONObject()
                if let summary = member.summary { property.append("description", .string(summary)) }
                if member.isReadOnly { property.append("readOnly", true) }
                properties.append(member.name, .object(property))
            }
            var object: JSONObject = ["type": "object", "properties": .object(properties)]
            let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { object.append("required", .array(required)) }
            object.append("additionalProperties", false)
            return .object(object)
        }
    }
}

extension Schema.Member {
    /// A member that is always there.
    static func required(_ name: String, _ schema: Schema, _ summary: String? = nil) -> Self {
        Self(name: name, schema: schema, summary: summary, isRequired: true)
    }

    /// A member that may be missing.
    static func optional(_ name: String, _ schema: Schema, _ summary: String? = nil) -> Self {
        Self(name: name, schema: schema, summary: summary, isRequired: false)
    }

    /// A member that only the gateway sets.
    static func given(_ name: String, _ schema: Schema, _ summary: String? = nil, isRequired: Bool = true) -> Self {
        Self(name: name, schema: schema, summary: summary, isRequired: isRequired, isReadOnly: true)
    }
}

extension Schema {
    /// A page of a list.
    static func page(of component: String) -> Schema { page(of: .reference(component)) }

    /// A page of a list.
    static func page(of row: Schema) -> Schema {
        .object([.required("rows", .list(row)), .required("next", .nullable(.text), "The cursor of the next page.")])
    }
}
