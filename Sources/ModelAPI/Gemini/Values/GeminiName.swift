import JSONText

/// Google's JSON takes every field name in camelCase and in the snake_case of its proto files: SDKs send the one, many people
/// the other.
enum GeminiName {
    /// Whether `name` is the snake_case spelling of `camel`.
    static func isSnakeCase(_ name: String, of camel: String) -> Bool {
        var wanted = camel.utf8.makeIterator()
        var bytes = name.utf8.makeIterator()
        while let byte = bytes.next() {
            guard let next = wanted.next() else { return false }
            if byte == UInt8(ascii: "_") {
                guard let letter = bytes.next(), isLowerCase(letter), next == letter & 0xDF else { return false }
            } else if byte != next {
                return false
            }
        }
        return wanted.next() == nil
    }

    /// The camelCase spelling of a name; one that is no snake_case stays as it is.
    static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")), name.utf8.first != UInt8(ascii: "_") else { return name }
        var out: [UInt8] = []
        out.reserveCapacity(name.utf8.count)
        var isStart = false
        for byte in name.utf8 {
            if byte == UInt8(ascii: "_") {
                isStart = true
            } else {
                out.append(isStart && isLowerCase(byte) ? byte & 0xDF : byte)
                isStart = false
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
}

extension FieldReader {
    /// The member called `camel` in either spelling, if it is there and not `null`.
    func either(_ camel: String) -> FieldReader? {
        if let found = self[camel] { return found }
        guard case .object(let object) = value,
            let member = object.members.last(where: { GeminiName.isSnakeCase($0.name, of: camel) }),
            !member.value.isNull
        else { return nil }
        return FieldReader(member.value, path: path(of: member.name))
    }

    /// The elements of an array; one object or string instead of an array counts as its only element, as Google reads it.
    func elementsOrOne() throws(APIError) -> [FieldReader] {
        if case .object = value { return [self] }
        return try elements()
    }

    /// The members of this object that are not among `known`, which are in camelCase.
    /// - Throws: `invalidRequest` where a member stands there in both spellings: which of them counts must not be a guess.
    func others(thanEither known: Set<String>) throws(APIError) -> [ChatRequest.UnmappedField] {
        guard case .object(let object) = value else { return [] }
        var seen = Set<String>(minimumCapacity: object.count)
        var others: [ChatRequest.UnmappedField] = []
        for member in object.members {
            let name = GeminiName.camelCase(member.name)
            if !seen.insert(name).inserted, name != member.name {
                throw APIError(
                    .invalidRequest,
                    "Field '\(path(of: name))' is given more than once.",
                    parameter: path(of: member.name)
                )
            }
            if !known.contains(name), !member.value.isNull {
                others.append(ChatRequest.UnmappedField(path(of: member.name), member.value))
            }
        }
        return others
    }
}
