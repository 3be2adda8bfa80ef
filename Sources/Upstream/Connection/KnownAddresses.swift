import NIOCore

/// The addresses at which servers were last reached, for the time in which their names cannot be resolved.
///
/// Serving stale data (RFC 8767): it is used on failure only, and no longer than ``maxAge``. An address is known good
/// when a connection to it was opened as a whole, a proxy's tunnel and TLS included.
struct KnownAddresses {
    private struct Entry {
        let address: SocketAddress
        var reachedAt: NIODeadline
    }

    /// How long an address counts as known after it was last reached.
    static let maxAge = TimeAmount.hours(1)
    /// How many addresses of a server are kept; the one not reached for longest makes room.
    static let maxAddresses = 4
    /// How many servers are kept; the one not reached for longest makes room.
    static let maxServers = 256

    /// The addresses of a server, the one reached last in front.
    private var entries: [UpstreamOrigin: [Entry]] = [:]

    /// Takes note that a server was reached.
    mutating func reached(_ server: UpstreamOrigin, at address: SocketAddress, now: NIODeadline) {
        var known = entries[server] ?? []
        known.removeAll { $0.address == address }
        known.insert(Entry(address: address, reachedAt: now), at: 0)
        if known.count > Self.maxAddresses { known.removeLast() }
        entries[server] = known
        guard entries.count > Self.maxServers else { return }
        // Only behind a configuration with hundreds of servers, and then once per new server.
        let oldest = entries.min { ($0.value.first?.reachedAt ?? now) < ($1.value.first?.reachedAt ?? now) }
        if let oldest { entries[oldest.key] = nil }
    }

    /// Where a server was reached lately, the last address first. What is too old is forgotten.
    mutating func addresses(of server: UpstreamOrigin, now: NIODeadline) -> [SocketAddress] {
        guard var known = entries[server] else { return [] }
        known.removeAll { now - $0.reachedAt > Self.maxAge }
        entries[server] = known.isEmpty ? nil : known
        return known.map(\.address)
    }
}
