import Governance
import Testing

@Suite struct TrustedProxiesTests {
    private let proxies: TrustedProxies

    init() throws {
        proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8")), try #require(AddressRange("fd00::/8"))])
    }

    @Test(
        arguments: [
            // The peer is no proxy of ours: what it writes is not believed.
            ("203.0.113.9", ["192.0.2.1"], "203.0.113.9"), ("203.0.113.9", [], "203.0.113.9"),
            ("203.0.113.9", ["garbage"], "203.0.113.9"),
            // The right-most address that is no proxy; what stands left of it is the client's own invention.
            ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"), ("10.0.0.1", ["127.0.0.1, 192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["10.9.9.9, 192.0.2.1"], "192.0.2.1"), ("10.0.0.1", ["192.0.2.1, 10.0.0.2"], "192.0.2.1"),
            ("10.0.0.1", ["8.8.8.8, 192.0.2.1, 10.0.0.2,10.0.0.3"], "192.0.2.1"),
            // Several fields are one list.
            ("10.0.0.1", ["8.8.8.8", "192.0.2.1"], "192.0.2.1"), ("10.0.0.1", ["192.0.2.1", "10.0.0.2"], "192.0.2.1"),
            ("10.0.0.1", ["192.0.2.1, 8.8.8.8", "10.0.0.2, 10.0.0.3"], "8.8.8.8"),
            // Garbage that is left of the client does no harm; garbage at its place makes it unknown.
            ("10.0.0.1", ["garbage, 192.0.2.1"], "192.0.2.1"), ("10.0.0.1", ["192.0.2.1, garbage"], nil),
            ("10.0.0.1", ["192.0.2.1, garbage, 10.0.0.2"], nil), ("10.0.0.1", ["unknown"], nil),
            ("10.0.0.1", [""], nil),
            ("10.0.0.1", ["192.0.2.1,"], nil), ("10.0.0.1", ["192.0.2.1", ""], nil), ("10.0.0.1", ["_hidden"], nil),
            ("10.0.0.1", ["192.0.2.1\u{0}"], nil), ("10.0.0.1", ["192.0.2.1;8.8.8.8"], nil),
            // Ports, brackets, mapped addresses.
            ("10.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"), ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
            ("10.0.0.1", ["[2001:db8::1]"], "2001:db8::1"), ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
            ("10.0.0.1", ["192.0.2.1:port"], nil), ("10.0.0.1", ["[2001:db8::1"], nil),
            ("10.0.0.1", ["[192.0.2.1]"], nil),
            ("::ffff:10.0.0.1", ["::ffff:192.0.2.1"], "192.0.2.1"),
            ("fd00::1", ["192.0.2.1, ::ffff:10.0.0.9"], "192.0.2.1"),
            // Nothing but proxies: the first of them asked.
            ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"), ("10.0.0.1", [], "10.0.0.1"),
            ("10.0.0.1", ["\t 192.0.2.1 "], "192.0.2.1"),
        ] as [(String, [String], String?)]
    )
    func findsTheClient(peer: String, fields: [String], client: String?) throws {
        let peer: NetworkAddress = try #require(NetworkAddress(peer))
        let found = proxies.client(peer: peer, forwardedFor: fields)
        #expect(found == client.flatMap { NetworkAddress($0) })
        #expect((found == nil) == (client == nil))
    }

    @Test func believesNobodyWithoutAList() throws {
        let peer = try #require(NetworkAddress("10.0.0.1"))
        #expect(TrustedProxies().client(peer: peer, forwardedFor: ["192.0.2.1"]) == peer)
    }

    @Test func knowsNoClientWithoutAPeer() {
        #expect(proxies.client(peer: nil, forwardedFor: ["192.0.2.1"]) == nil)
    }

    @Test func boundsTheList() throws {
        let peer = try #require(NetworkAddress("10.0.0.1"))
        let proxied = Array(repeating: "10.0.0.2", count: 63).joined(separator: ",")
        #expect(proxies.client(peer: peer, forwardedFor: ["192.0.2.1,\(proxied)"]) == NetworkAddress("192.0.2.1"))
        #expect(proxies.client(peer: peer, forwardedFor: ["192.0.2.1,10.0.0.2,\(proxied)"]) == nil)
    }
}
