/// A request as it came in, apart from the connection it came on.
struct IncomingRequest: Sendable {
    var method: String
    /// Path and query as sent.
    var target: String
    var headers: [RecordedRequest.Header]
    var body: [UInt8]

    var path: Substring { target.prefix { $0 != "?" } }

    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
    }

    /// The value of a query item, percent-decoded.
    func query(_ name: String) -> String? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for item in target[target.index(after: mark)...].split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0] == name { return parts.count > 1 ? PercentCoding.decode(parts[1]) : "" }
        }
        return nil
    }
}
