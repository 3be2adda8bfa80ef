import JSONText

/// The members of an answer's objects that a reader has no place for.
enum AnswerMembers {
    /// The members that are not among `known` and say something.
    /// - Parameters:
    ///   - object: the object, if it is one.
    ///   - known: the names that are read, or that carry nothing of their own.
    ///   - path: where the object stands in the answer; empty for the whole answer.
    static func others(
        in object: JSONValue?,
        than known: Set<String>,
        at path: String
    ) -> [ChatResponse.UnmappedField] {
        guard let members = object?.object?.members else { return [] }
        return members.filter { !known.contains($0.name) && $0.value.saysSomething }
            .map { ChatResponse.UnmappedField(path.isEmpty ? $0.name : "\(path).\($0.name)", $0.value) }
    }

    /// The counts of a usage object that have no place: as ``others(in:than:at:)``, but zero is no news.
    static func counts(
        in object: JSONValue?,
        than known: Set<String>,
        at path: String
    ) -> [ChatResponse.UnmappedField] {
        others(in: object, than: known, at: path).filter { $0.value.countsSomething }
    }
}

extension JSONValue {
    /// Whether there is any news in this: not in `null`, an empty text, and lists and objects of nothing else.
    var saysSomething: Bool {
        switch self {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let elements): elements.contains { $0.saysSomething }
        case .object(let object): object.members.contains { $0.value.saysSomething }
        case .bool, .number: true
        }
    }

    /// Whether any count in this is not zero.
    fileprivate var countsSomething: Bool {
        switch self {
        case .number(let number): number.double != 0
        case .array(let elements): elements.contains { $0.countsSomething }
        case .object(let object): object.members.contains { $0.value.countsSomething }
        case .null, .bool(false): false
        case .bool(true), .string: true
        }
    }
}
