import JSONText
import ModelAPI

/// A value as lines of `path = value`, so that two requests can be compared member by member.
enum Flattened {
    /// The lines of a value; what is `nil` or empty has none.
    static func lines(of value: Any, at path: String = "request") -> [String] {
        switch value {
        case let json as JSONValue: return ["\(path) = \(json.text)"]
        case let object as JSONObject: return ["\(path) = \(JSONValue.object(object).text)"]
        case let number as JSONNumber: return ["\(path) = \(number.text)"]
        case let text as String: return ["\(path) = \(text)"]
        case let field as ChatRequest.UnmappedField:
            return ["\(path.prefix { $0 != "[" }).\(field.path) = \(field.value.text)"]
        case let parts as [Part]: return lines(of: parts, at: path)
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { lines(of: $0.value, at: path) } ?? []
        case .collection:
            return mirror.children.enumerated().flatMap { lines(of: $1.value, at: "\(path)[\($0)]") }
        case .struct, .tuple, .enum:
            guard !mirror.children.isEmpty else { return ["\(path) = \(value)"] }
            // What wrappers keep (`_origin`) is bookkeeping.
            let meant = mirror.children.filter { $0.label?.hasPrefix("_") != true }
            let members = meant.flatMap { child in
                let label = child.label.map { $0.hasPrefix(".") ? "" : $0 } ?? ""
                return lines(of: child.value, at: label.isEmpty ? path : "\(path).\(label)")
            }
            return members.isEmpty ? ["\(path) is there"] : members
        default:
            return ["\(path) = \(value)"]
        }
    }

    /// Parts are numbered within their kind, so that one that is missing does not move the others.
    private static func lines(of parts: [Part], at path: String) -> [String] {
        var counts: [String: Int] = [:]
        return parts.flatMap { part in
            guard let child = Mirror(reflecting: part).children.first, let kind = child.label else { return [String]() }
            defer { counts[kind, default: 0] += 1 }
            return lines(of: child.value, at: "\(path).\(kind)[\(counts[kind, default: 0])]")
        }
    }

    /// The lines only one of two values has, marked `-` (the first) and `+` (the second).
    static func difference(from first: Any, to second: Any) -> Set<String> {
        let (old, new) = (Set(lines(of: first)), Set(lines(of: second)))
        return Set(old.subtracting(new).map { "- \($0)" } + new.subtracting(old).map { "+ \($0)" })
    }
}
