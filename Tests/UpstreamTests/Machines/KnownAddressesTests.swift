import NIOCore
import Testing

@testable import Upstream

@Suite("Known addresses")
struct KnownAddressesTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    static func server(_ name: String, port: Int = 443) throws -> UpstreamOrigin {
        try UpstreamOrigin(scheme: .https, host: name, port: port)
    }

    static func address(_ number: Int) throws -> SocketAddress {
        try SocketAddress(ipAddress: "192.0.2.\(number)", port: 443)
    }

    @Test("The address reached last comes first, each once")
    func order() throws {
        var known = KnownAddresses()
        let server = try Self.server("a.test")
        for (seconds, number) in [1, 2, 1, 3].enumerated() {
            known.reached(server, at: try Self.address(number), now: Self.start + .seconds(Int64(seconds)))
        }
        let now = Self.start + .seconds(10)
        #expect(
            known.addresses(of: server, now: now) == [try Self.address(3), try Self.address(1), try Self.address(2)]
        )
        #expect(known.addresses(of: try Self.server("b.test"), now: now).isEmpty)
        #expect(known.addresses(of: try Self.server("a.test", port: 8443), now: now).isEmpty)
    }

    @Test("An address is forgotten an hour after it was last reached, and not before")
    func age() throws {
        var known = KnownAddresses()
        let server = try Self.server("a.test")
        known.reached(server, at: try Self.address(1), now: Self.start)
        known.reached(server, at: try Self.address(2), now: Self.start + .minutes(30))
        let hour = Self.start + .hours(1)
        #expect(known.addresses(of: server, now: hour).count == 2)
        #expect(known.addresses(of: server, now: hour + .nanoseconds(1)) == [try Self.address(2)])
        known.reached(server, at: try Self.address(2), now: hour)
        #expect(known.addresses(of: server, now: Self.start + .hours(2)) == [try Self.address(2)])
        #expect(known.addresses(of: server, now: Self.start + .hours(3)).isEmpty)
    }

    @Test("Four addresses of a server are kept")
    func addressBound() throws {
        var known = KnownAddresses()
        let server = try Self.server("a.test")
        for number in 1...9 {
            known.reached(server, at: try Self.address(number), now: Self.start + .seconds(Int64(number)))
        }
        let now = Self.start + .seconds(10)
        #expect(known.addresses(of: server, now: now) == (try [9, 8, 7, 6].map { try Self.address($0) }))
    }

    @Test("256 servers are kept; the one not reached for longest makes room")
    func serverBound() throws {
        var known = KnownAddresses()
        for number in 0..<256 {
            let now = Self.start + .seconds(Int64(number))
            known.reached(try Self.server("s\(number).test"), at: try Self.address(1), now: now)
        }
        let now = Self.start + .seconds(256)
        known.reached(try Self.server("s0.test"), at: try Self.address(1), now: now)
        known.reached(try Self.server("new.test"), at: try Self.address(1), now: now)
        #expect(known.addresses(of: try Self.server("s1.test"), now: now).isEmpty)
        for name in ["s0.test", "s2.test", "s255.test", "new.test"] {
            #expect(known.addresses(of: try Self.server(name), now: now).count == 1)
        }
    }
}
