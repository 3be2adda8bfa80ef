/// A service's options while they are read: each is taken once, and what is left at the end is not known.
struct AdapterOptions {
    private var left: [String: String]
    private var known: [String] = []

    init(_ options: [String: String]) { left = options }

    /// An option as it stands.
    mutating func text(_ name: String) throws(AdapterSettingError) -> String? {
        known.append(name)
        guard let text = left.removeValue(forKey: name) else { return nil }
        guard !text.isEmpty, text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw AdapterSettingError("options.\(name)", "must be a text of 1 to 4096 bytes without control characters")
        }
        return text
    }

    /// An option that has to be there.
    mutating func required(_ name: String, _ what: String) throws(AdapterSettingError) -> String {
        guard let text = try text(name) else { throw AdapterSettingError("options.\(name)", "is missing: \(what)") }
        return text
    }

    /// One of some words.
    mutating func word(
        _ name: String,
        of words: [String],
        default fallback: String
    ) throws(AdapterSettingError) -> String {
        guard let text = try text(name) else { return fallback }
        guard words.contains(text) else {
            throw AdapterSettingError("options.\(name)", "must be one of \(words.joined(separator: ", "))")
        }
        return text
    }

    /// `true` or `false`.
    mutating func bool(_ name: String, default fallback: Bool) throws(AdapterSettingError) -> Bool {
        try word(name, of: ["true", "false"], default: fallback ? "true" : "false") == "true"
    }

    /// An integer.
    mutating func int(
        _ name: String,
        in range: ClosedRange<Int>,
        default fallback: Int
    ) throws(AdapterSettingError) -> Int {
        guard let text = try text(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw AdapterSettingError(
                "options.\(name)",
                "must be an integer from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// A number from 0 to 1.
    mutating func score(_ name: String) throws(AdapterSettingError) -> Double? {
        guard let text = try text(name) else { return nil }
        guard let number = Double(text), number >= 0, number <= 1 else {
            throw AdapterSettingError("options.\(name)", "must be a number from 0 to 1")
        }
        return number
    }

    /// Names with commas between them.
    /// - Parameter known: those that there are; `nil` for any.
    mutating func list(_ name: String, of known: [String]? = nil) throws(AdapterSettingError) -> [String]? {
        guard let text = try text(name) else { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            String(part.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
        }
        guard !names.contains("") else {
            throw AdapterSettingError("options.\(name)", "must be names with commas between them")
        }
        if let known, let unknown = names.first(where: { !known.contains($0) }) {
            throw AdapterSettingError(
                "options.\(name)",
                "\(unknown) is not known; there are \(known.joined(separator: ", "))"
            )
        }
        return names
    }

    /// The version of an API of Azure's, which becomes a part of a query.
    mutating func azureVersion(default fallback: String) throws(AdapterSettingError) -> String {
        try Self.name(try text("api_version") ?? fallback, "options.api_version", signs: "-")
    }

    /// A name that becomes a part of a path or of a host: letters, digits and some signs.
    static func name(
        _ text: String,
        _ setting: String,
        signs: String = "-._~"
    ) throws(AdapterSettingError) -> String {
        let isAllowed = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || signs.unicodeScalars.contains(scalar)
        }
        guard isAllowed, !text.isEmpty, text != ".", text != "..", text.utf8.count <= 512 else {
            throw AdapterSettingError(setting, "may have ASCII letters, digits and \(signs) only")
        }
        return text
    }

    /// All options whose names begin with something, without that beginning, in the order of their names.
    mutating func all(prefix: String) -> [(name: String, value: String)] {
        known.append("\(prefix)NAME")
        let names = left.keys.filter { $0.hasPrefix(prefix) && $0 != prefix }.sorted()
        return names.compactMap { name in
            left.removeValue(forKey: name).map { (String(name.dropFirst(prefix.count)), $0) }
        }
    }

    /// Refuses what has not been taken.
    func finish() throws(AdapterSettingError) {
        guard let unknown = left.keys.min() else { return }
        let names = known.isEmpty ? "there are none" : "there are \(known.sorted().joined(separator: ", "))"
        throw AdapterSettingError("options.\(unknown)", "is not known; \(names)")
    }
}
