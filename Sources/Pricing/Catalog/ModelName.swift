/// The names under which a model may be found that callers and clouds write in many ways.
enum ModelName {
    /// A name in lower case, and what is left of it without what stands around it, most exact first:
    ///
    /// - a date in one piece as one with dashes (`-20251211` as `-2025-12-11`),
    /// - without the path of a cloud (`models/…`, `publishers/google/models/…`, the resource of an ARN),
    /// - without the region of a Bedrock inference profile (`us.anthropic.…`),
    /// - without a version behind an at sign (`claude-opus-4@20250514`), a date or `-latest` at the end.
    static func variants(_ name: String) -> [String] {
        var variants: [String] = []
        // Names longer than any provider's are cut: nothing matches them but patterns that look at their start.
        func add(_ name: Substring) {
            for variant in [String(name), withDashedDate(name)] where !variants.contains(variant) {
                variants.append(variant)
            }
        }
        let whole = name.lowercased().prefix(200)
        add(whole)
        var bare = whole
        for prefix in ["arn:", "projects/", "publishers/", "models/", "tunedmodels/"] where bare.hasPrefix(prefix) {
            if let slash = bare.lastIndex(of: "/") { bare = bare[bare.index(after: slash)...] }
            add(bare)
        }
        if let dot = bare.firstIndex(of: "."), regions.contains(String(bare[..<dot])) {
            bare = bare[bare.index(after: dot)...]
            add(bare)
        }
        if let at = bare.lastIndex(of: "@") {
            bare = bare[..<at]
            add(bare)
        }
        if bare.hasSuffix("-latest") {
            add(bare.dropLast("-latest".utf8.count))
        } else if let undated = withoutDate(bare) {
            add(undated)
        }
        return variants
    }

    /// Prefixes of Bedrock's cross-region inference profiles.
    private static let regions: Set<String> = [
        "us", "us-gov", "eu", "ap", "apac", "jp", "au", "ca", "sa", "me", "global",
    ]

    /// Replaces `-YYYYMMDD`, at the end or before `-` or `:`, by `-YYYY-MM-DD`.
    private static func withDashedDate(_ name: Substring) -> String {
        var bytes = Array(name.utf8)
        var index = 0
        while index + 8 < bytes.count {
            let end = index + 9
            let isEnd = end == bytes.count || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ":")
            if bytes[index] == UInt8(ascii: "-"), isEnd, isDate(bytes[index + 1..<end]) {
                bytes.insert(UInt8(ascii: "-"), at: index + 7)
                bytes.insert(UInt8(ascii: "-"), at: index + 5)
                index += 2
            }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name without a date at its end, in any of the forms `-2025-08-07`, `-20250807`, `-0807`.
    private static func withoutDate(_ name: Substring) -> Substring? {
        let bytes = Array(name.utf8)
        func ends(_ shape: String) -> Bool {
            let shape = Array(shape.utf8)
            guard bytes.count > shape.count else { return false }
            return zip(bytes.suffix(shape.count), shape).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "#") ? byte &- UInt8(ascii: "0") < 10 : byte == wanted
            }
        }
        for shape in ["-20##-##-##", "-20######"] where ends(shape) { return name.dropLast(shape.utf8.count) }
        return nil
    }

    /// Whether eight digits are a date of this century.
    private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: digits, as: UTF8.self)
        guard text.hasPrefix("20"), text.utf8.count == 8 else { return false }
        return PriceTime("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))") != nil
    }
}
