import JSONText

/// Checks a JSON value against a schema of the OpenAPI document: as much of JSON Schema as the document uses.
struct SchemaCheck {
    let document: JSONValue

    /// What does not fit, each with its place.
    func problems(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> [String] {
        if let reference = schema["$ref"]?.string {
            var target: JSONValue? = document
            for name in reference.split(separator: "/").dropFirst() { target = target?[String(name)] }
            guard let target else { return ["\(path): \(reference) leads nowhere"] }
            return problems(value, target, at: path)
        }
        if let choices = schema["anyOf"]?.array {
            return choices.contains { problems(value, $0, at: path).isEmpty } ? [] : ["\(path): fits none of anyOf"]
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) { return ["\(path): not in enum"] }
        switch schema["type"]?.string {
        case nil: return []
        case "null": return value.isNull ? [] : ["\(path): not null"]
        case "string": return value.string == nil ? ["\(path): no string"] : []
        case "integer": return value.int == nil ? ["\(path): no integer"] : []
        case "number": return value.number == nil ? ["\(path): no number"] : []
        case "boolean": return value.bool == nil ? ["\(path): no boolean"] : []
        case "array":
            guard let elements = value.array else { return ["\(path): no array"] }
            return elements.enumerated().flatMap {
                problems($0.element, schema["items"] ?? [:], at: "\(path)[\($0.offset)]")
            }
        case "object":
            guard let object = value.object else { return ["\(path): no object"] }
            let properties = schema["properties"]?.object ?? JSONObject()
            var found: [String] = []
            for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
                found.append("\(path).\(name): missing")
            }
            for member in object {
                let place = "\(path).\(member.name)"
                if let property = properties[member.name] {
                    found += problems(member.value, property, at: place)
                } else if let rest = schema["additionalProperties"] {
                    found += rest == false ? ["\(place): not in the schema"] : problems(member.value, rest, at: place)
                }
            }
            return found
        case let other?: return ["\(path): unknown type \(other)"]
        }
    }
}
