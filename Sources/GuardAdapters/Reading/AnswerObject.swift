internal import JSONText

/// An object of a service's answer.
struct AnswerObject {
    let object: JSONObject
    let path: String

    /// A member that has to be there.
    func member(_ name: String) throws(AdapterError) -> AnswerNode {
        guard let value = object[name] else { throw AdapterError(.unexpectedShape, "\(path) has no \(name)") }
        return AnswerNode(value, at: "\(path).\(name)")
    }

    /// A member that may be missing or `null`.
    func optional(_ name: String) -> AnswerNode? {
        guard let value = object[name], !value.isNull else { return nil }
        return AnswerNode(value, at: "\(path).\(name)")
    }

    /// The elements of a list that may be missing or `null`.
    func list(_ name: String) throws(AdapterError) -> [AnswerNode] { try optional(name)?.elements() ?? [] }

    /// All members.
    var members: [(name: String, node: AnswerNode)] {
        object.members.enumerated().map { ($1.name, AnswerNode($1.value, at: "\(path) member \($0)")) }
    }
}
