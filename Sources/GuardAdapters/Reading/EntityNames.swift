internal import Guardrails

/// What a service's names of things are here.
struct EntityNames {
    private let known: [String: FindingType]

    init(_ known: [String: FindingType]) { self.known = known }

    /// The kind that a service's name stands for: the same kind as of the built-in detectors where there is one, else the name
    /// in capitals.
    func type(_ node: AnswerNode) throws(AdapterError) -> FindingType {
        let name = try node.string()
        if let type = known[name] { return type }
        guard !name.isEmpty, name.utf8.count <= 64 else { throw node.wrong("a name of 1 to 64 bytes") }
        return FindingType(rawValue: Self.capitals(name))
    }

    /// `PhoneNumber`, `phone-number` and `PHONE_NUMBER` are all `PHONE_NUMBER`.
    static func capitals(_ name: String) -> String {
        let bytes = Array(name.utf8)
        func isSmall(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index])
        }
        func isCapital(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index])
        }
        func isDigit(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
        }
        var out = ""
        for index in bytes.indices {
            guard isSmall(index) || isCapital(index) || isDigit(index) else {
                if !out.isEmpty, !out.hasSuffix("_") { out += "_" }
                continue
            }
            let startsWord = isCapital(index) && (isSmall(index - 1) || isCapital(index - 1) && isSmall(index + 1))
            if startsWord, !out.isEmpty, !out.hasSuffix("_") { out += "_" }
            out.unicodeScalars.append(Unicode.Scalar(isSmall(index) ? bytes[index] - 32 : bytes[index]))
        }
        if out.hasSuffix("_") { out.removeLast() }
        return out.isEmpty ? "CUSTOM" : out
    }

    /// A rule's name: the service's and what it says, in small letters: `presidio.phone-number`.
    static func rule(_ type: AdapterType, _ names: String...) -> String {
        ([type.rawValue]
            + names.map { name in
                capitals(String(name.prefix(64))).lowercased().replacing("_", with: "-")
            }).joined(separator: ".")
    }
}
