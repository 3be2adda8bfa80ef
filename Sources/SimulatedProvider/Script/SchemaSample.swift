import JSONText

/// A value that satisfies a JSON Schema (2020-12, or Gemini's upper-case dialect of it), always the same one.
///
/// Honoured: `type`, `const`, `enum`, `properties`, `required`, `items`, `prefixItems`, `minItems`, the numeric and
/// length bounds, `multipleOf`, common `format`s, `anyOf`/`oneOf` (first that is not null), `allOf`, local `$ref`.
/// Not honoured: `pattern`, `not`, `if`, `contains`, `minProperties`.
/// A property takes the text's `key=value` where there is one of its name and the value fits the type.
struct SchemaSample {
    private let root: JSONValue
    private let directives: Directives

    /// How many values and references are looked at at most: schemas can describe more than fits into any memory.
    private var budget = 10_000

    /// Deeper than this optional properties are left out and at twice the depth everything ends, so that recursive
    /// schemas do.
    private static let optionalDepth = 4

    init(_ schema: JSONValue, directives: Directives) {
        root = schema
        self.directives = directives
    }

    func value() -> JSONValue {
        var copy = self
        return copy.sample(root, name: nil, depth: 0)
    }

    private mutating func sample(_ schema: JSONValue, name: String?, depth: Int) -> JSONValue {
        budget -= 1
        guard depth <= Self.optionalDepth * 2, budget > 0 else { return .null }
        let schema = resolved(schema, depth: 0)
        if let constant = schema["const"] { return constant }
        if let values = schema["enum"]?.array, let first = values.first {
            let wanted = name.flatMap(directives.value)
            return values.first { $0.string != nil && $0.string == wanted } ?? first
        }
        switch type(of: schema) {
        case "object": return object(schema, depth: depth)
        case "array": return array(schema, name: name, depth: depth)
        case "string": return .string(string(schema, name: name))
        case "integer": return integer(schema, name: name)
        case "number": return number(schema, name: name)
        case "boolean": return .bool(name.flatMap(directives.value) != "false")
        default: return .null
        }
    }

    /// Follows references and folds combinations until what is left speaks for itself.
    private mutating func resolved(_ schema: JSONValue, depth: Int) -> JSONValue {
        budget -= 1
        guard depth < 16, budget > 0, var object = schema.object else { return schema }
        if let reference = object["$ref"]?.string, let target = target(of: reference) {
            return resolved(target, depth: depth + 1)
        }
        if let parts = object["allOf"]?.array {
            object.remove("allOf")
            for part in parts { merge(resolved(part, depth: depth + 1), into: &object) }
            return resolved(.object(object), depth: depth + 1)
        }
        for keyword in ["anyOf", "oneOf"] {
            guard let options = object[keyword]?.array else { continue }
            object.remove(keyword)
            let candidates = options.prefix(16).map { resolved($0, depth: depth + 1) }
            if let choice = candidates.first(where: { type(of: $0) != "null" }) ?? candidates.first {
                merge(choice, into: &object)
            }
            return resolved(.object(object), depth: depth + 1)
        }
        return schema
    }

    private func merge(_ part: JSONValue, into object: inout JSONObject) {
        guard let members = part.object else { return }
        for member in members {
            if var properties = object[member.name]?.object, let more = member.value.object {
                for property in more { properties[property.name] = property.value }
                object[member.name] = .object(properties)
            } else if let list = object[member.name]?.array, let more = member.value.array, member.name == "required" {
                object[member.name] = .array(list + more)
            } else {
                object[member.name] = member.value
            }
        }
    }

    private func target(of reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        var value: JSONValue? = root
        for step in reference.dropFirst().split(separator: "/") {
            let name = step.replacing("~1", with: "/").replacing("~0", with: "~")
            value = value?[String(name)]
        }
        return value
    }

    private func type(of schema: JSONValue) -> String {
        let names = (schema["type"]?.array ?? schema["type"].map { [$0] } ?? []).compactMap { $0.string?.lowercased() }
        if let name = names.first(where: { $0 != "null" }) ?? names.first { return name }
        if schema["properties"] != nil || schema["additionalProperties"] != nil { return "object" }
        if schema["items"] != nil || schema["prefixItems"] != nil { return "array" }
        if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }), let first = values.first {
            return first.isNull ? "null" : "string"
        }
        return schema.object?.isEmpty == false ? "string" : "object"
    }

    private mutating func object(_ schema: JSONValue, depth: Int) -> JSONValue {
        let required = (schema["required"]?.array ?? []).compactMap(\.string)
        var out = JSONObject()
        for property in schema["properties"]?.object ?? [:] {
            guard required.contains(property.name) || depth < Self.optionalDepth else { continue }
            out[property.name] = sample(property.value, name: property.name, depth: depth + 1)
        }
        for name in required where out[name] == nil { out[name] = .string(directives.value(of: name) ?? "sample") }
        return .object(out)
    }

    private mutating func array(_ schema: JSONValue, name: String?, depth: Int) -> JSONValue {
        var out: [JSONValue] = []
        for item in schema["prefixItems"]?.array ?? [] { out.append(sample(item, name: nil, depth: depth + 1)) }
        let most = max(schema["maxItems"]?.int ?? 1000, 0)
        let least = min(schema["minItems"]?.int ?? 0, 1000)
        let isDeep = depth >= Self.optionalDepth
        let wanted = min(max(least, isDeep || !out.isEmpty ? 0 : 1), most)
        if let items = schema["items"], items.object != nil {
            while out.count < wanted, budget > 0 { out.append(sample(items, name: name, depth: depth + 1)) }
        } else {
            while out.count < least { out.append("sample") }
        }
        return .array(Array(out.prefix(most)))
    }

    private func string(_ schema: JSONValue, name: String?) -> String {
        var text = name.flatMap(directives.value) ?? Self.sample(of: schema["format"]?.string)
        let least = min(max(schema["minLength"]?.int ?? 0, 0), 100_000)
        let missing = least - text.unicodeScalars.count
        if missing > 0 { text += String(repeating: "e", count: missing) }
        if let most = schema["maxLength"]?.int, most >= 0 {
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
        }
        return text
    }

    private static func sample(of format: String?) -> String {
        switch format {
        case "date": "2025-01-01"
        case "date-time": "2025-01-01T00:00:00Z"
        case "time": "00:00:00Z"
        case "duration": "PT1H"
        case "email": "sample@example.com"
        case "hostname": "example.com"
        case "ipv4": "192.0.2.1"
        case "ipv6": "2001:db8::1"
        case "uri", "url": "https://example.com/"
        case "uuid": "00000000-0000-4000-8000-000000000000"
        default: "sample"
        }
    }

    private func integer(_ schema: JSONValue, name: String?) -> JSONValue {
        if let wanted = name.flatMap(directives.value).flatMap(Int.init) { return JSONValue(wanted) }
        var value = 1
        if let least = schema["minimum"]?.int { value = max(value, least) }
        if let least = schema["exclusiveMinimum"]?.int, value <= least { value = least &+ 1 }
        if let most = schema["maximum"]?.int { value = min(value, most) }
        if let most = schema["exclusiveMaximum"]?.int, value >= most { value = most &- 1 }
        if let step = schema["multipleOf"]?.int, step > 0, value % step != 0 {
            let (up, overflow) = (value / step).addingReportingOverflow(value > 0 ? 1 : 0)
            if !overflow { value = up &* step }
        }
        return JSONValue(value)
    }

    private func number(_ schema: JSONValue, name: String?) -> JSONValue {
        if let wanted = name.flatMap(directives.value).flatMap(JSONNumber.init(_:)) { return .number(wanted) }
        var value = 1.5
        if let least = schema["minimum"]?.number?.double { value = max(value, least) }
        if let least = schema["exclusiveMinimum"]?.number?.double, value <= least { value = least + 1 }
        if let most = schema["maximum"]?.number?.double { value = min(value, most) }
        if let most = schema["exclusiveMaximum"]?.number?.double, value >= most { value = most - 1 }
        if let step = schema["multipleOf"]?.number?.double, step > 0 { value = (value / step).rounded(.up) * step }
        return JSONNumber(value).map(JSONValue.number) ?? 1
    }
}
