/// A URI without its fragment, resolved as RFC 3986 §5.2 says: what tells the parts of a schema document apart.
struct SchemaAddress: Sendable, Hashable {
    private var scheme = ""
    private var authority: String?
    private var path = ""
    private var query: String?

    /// The address of a document that has none.
    init() {}

    /// A reference taken apart by RFC 3986, appendix B.
    /// - Returns: the address and the fragment, `nil` where there is none.
    static func split(_ reference: String) -> (SchemaAddress, fragment: String?) {
        var rest = reference[...]
        var fragment: String?
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            fragment = String(rest[rest.utf8.index(after: mark)...])
            rest = rest[..<mark]
        }
        var address = SchemaAddress()
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            address.query = String(rest[rest.utf8.index(after: mark)...])
            rest = rest[..<mark]
        }
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        if let end, rest.utf8[end] == UInt8(ascii: ":"), end != rest.startIndex {
            address.scheme = rest[..<end].lowercased()
            rest = rest[rest.utf8.index(after: end)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            address.authority = rest[..<end].lowercased()
            rest = rest[end...]
        }
        address.path = String(rest)
        return (address, fragment)
    }

    /// This reference seen from a base.
    func resolved(from base: SchemaAddress) -> SchemaAddress {
        var result = self
        if !scheme.isEmpty || authority != nil {
            if scheme.isEmpty { result.scheme = base.scheme }
            result.path = Self.withoutDots(path)
            return result
        }
        result.scheme = base.scheme
        result.authority = base.authority
        if path.isEmpty {
            result.path = base.path
            if query == nil { result.query = base.query }
        } else if path.hasPrefix("/") {
            result.path = Self.withoutDots(path)
        } else {
            let folder = base.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { base.path[...$0] } ?? ""
            let start = folder.isEmpty && base.authority != nil ? "/" : folder
            result.path = Self.withoutDots(start + path)
        }
        return result
    }

    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 || kept.first?.isEmpty == false { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }
}
