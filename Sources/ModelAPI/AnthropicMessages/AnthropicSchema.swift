import JSONText

/// Fits JSON Schemas to what the provider can enforce (structured outputs and strict tools).
///
/// Every object is closed (`additionalProperties: false`), which the provider demands; what fits the closed schema fits the
/// caller's. Bounds it cannot enforce (`minimum`, `maxLength`, …) move into the description, where the model reads them, and
/// are reported; `oneOf` becomes `anyOf`, reported too. Keywords that are not known here stay, for the provider to judge.
struct AnthropicSchema {
    /// The keywords that could not be kept.
    private(set) var lost: [String] = []
    private var seen: Set<String> = []

    private static let unsupported: Set<String> = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "maxItems", "uniqueItems", "minProperties", "maxProperties", "patternProperties", "propertyNames",
        "contains", "minContains", "maxContains", "unevaluatedProperties", "unevaluatedItems",
    ]

    private static let formats: Set<String> = [
        "date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid",
    ]

    /// Fits one schema.
    mutating func fit(_ schema: JSONValue) -> JSONValue {
        guard let object = schema.object else { return schema }
        var fitted = JSONObject()
        var hints: [String] = []
        for member in object.members {
            switch member.name {
            case "properties", "$defs", "definitions":
                fitted.append(member.name, fitEach(member.value))
            case "items", "not", "additionalItems":
                fitted.append(member.name, fit(member.value))
            case "anyOf", "allOf", "prefixItems":
                fitted.append(member.name, fitElements(member.value))
            case "oneOf":
                lose("oneOf")
                fitted.append(object["anyOf"] == nil ? "anyOf" : "oneOf", fitElements(member.value))
            case "additionalProperties":
                if member.value != false { lose("additionalProperties") }
            case "minItems" where member.value.int ?? 2 > 1:
                hints.append(hint(member))
            case "format" where !Self.formats.contains(member.value.string ?? ""):
                hints.append(hint(member))
            case let name where Self.unsupported.contains(name):
                hints.append(hint(member))
            default:
                fitted.append(member.name, member.value)
            }
        }
        if Self.isObjectSchema(object) { fitted["additionalProperties"] = false }
        if !hints.isEmpty {
            let text = "{\(hints.joined(separator: ", "))}"
            let description = fitted["description"]?.string.map { "\($0)\n\n\(text)" } ?? text
            fitted["description"] = .string(description)
        }
        return .object(fitted)
    }

    private static func isObjectSchema(_ object: JSONObject) -> Bool {
        if object["properties"] != nil || object["additionalProperties"] != nil { return true }
        switch object["type"] {
        case .string(let type): return type == "object"
        case .array(let types): return types.contains("object")
        default: return false
        }
    }

    private mutating func fitEach(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        var fitted = JSONObject()
        for member in object.members { fitted.append(member.name, fit(member.value)) }
        return .object(fitted)
    }

    private mutating func fitElements(_ value: JSONValue) -> JSONValue {
        guard let elements = value.array else { return value }
        var fitted: [JSONValue] = []
        for element in elements { fitted.append(fit(element)) }
        return .array(fitted)
    }

    private mutating func hint(_ member: JSONObject.Member) -> String {
        lose(member.name)
        return "\(member.name): \(member.value.text)"
    }

    private mutating func lose(_ keyword: String) {
        if seen.insert(keyword).inserted { lost.append(keyword) }
    }
}
