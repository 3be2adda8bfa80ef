/// Hosts that are allowed: whole names, and `*.` in front of a name for every name below it.
struct HostList: Sendable, Hashable {
    private var names: Set<String> = []
    private var parents: Set<String> = []

    /// A list of names, in Unicode or ASCII.
    init(_ hosts: [String]) {
        for host in hosts {
            if host.hasPrefix("*.") {
                parents.insert(HostName.ascii(Array(host.utf8.dropFirst(2))))
            } else {
                names.insert(HostName.ascii(Array(host.utf8)))
            }
        }
    }

    /// Whether a host is allowed.
    /// - Parameter host: in the form of ``HostName``.
    func contains(_ host: String) -> Bool {
        if names.contains(host) { return true }
        guard !parents.isEmpty else { return false }
        var rest = host[...]
        while let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            // A label of its own has to stand in front.
            guard dot > rest.startIndex else { return false }
            rest = rest[rest.utf8.index(after: dot)...]
            if parents.contains(String(rest)) { return true }
        }
        return false
    }
}
