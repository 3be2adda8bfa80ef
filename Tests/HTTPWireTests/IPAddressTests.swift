import HTTPWire
import Testing

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "of version 6 are told from others",
        arguments: [
            ("::", true), ("::1", true), ("1::", true), ("2001:db8::8a2e:370:7334", true), ("1:2:3:4:5:6:7:8", true),
            ("::ffff:192.0.2.1", true), ("1:2:3:4:5:6:1.2.3.4", true), ("1:2:3:4:5:6:7::", true), ("", false),
            (":", false), (":::", false), ("1:2:3:4:5:6:7", false), ("1:2:3:4:5:6:7:8:9", false), ("1::2::3", false),
            ("12345::", false), ("g::", false), ("1.2.3.4::", false), ("::1.2.3", false), ("1:", false), (":1", false),
            ("1:2:3:4:5:6:7:8::", false), ("1:2:3:4:5:6:7:1.2.3.4", false), ("fe80::1%eth0", false), ("[::1]", false),
            ("::\u{0}", false), ("::+1", false), ("::1.2.3.4:5", false), ("1::2:3:4:5:6:7:8", false),
        ]
    )
    func v6(text: String, isOne: Bool) {
        #expect((IPAddress(text) != nil) == isOne)
        #expect(IPAddress(text)?.isV4 != true)
    }

    @Test(
        "of version 4 are four decimal numbers without leading zeros",
        arguments: [
            ("0.0.0.0", true), ("255.255.255.255", true), ("10.0.0.1", true), ("1.2.3", false), ("1.2.3.4.5", false),
            ("1.2.3.256", false), ("1.2.3.04", false), ("0x1.2.3.4", false), ("1.2.3.", false), (".1.2.3", false),
            ("1.2.3.+4", false), ("1.2.3.4\u{0}", false), ("1.2.3.4 ", false), ("16909060", false), ("", false),
        ]
    )
    func v4(text: String, isOne: Bool) {
        #expect((IPAddress(text) != nil) == isOne)
        #expect(IPAddress(text)?.isV4 ?? true)
    }

    @Test(
        "have one value whatever their spelling",
        arguments: [
            ("1:2::8", "0001:0002:0:0:0:0:0:8"), ("::FFFF:1.2.3.4", "::ffff:102:304"), ("::", "0:0:0:0:0:0:0:0"),
            ("1::", "1:0:0:0:0:0:0:0"), ("abcd::1", "ABCD:0::1"),
        ]
    )
    func spelling(one: String, other: String) {
        #expect(IPAddress(one) != nil)
        #expect(IPAddress(one) == IPAddress(other))
    }

    @Test("have their bytes in network order")
    func bytes() {
        #expect(IPAddress("192.0.2.1")?.bytes == [192, 0, 2, 1])
        #expect(IPAddress("2001:db8::a:1")?.bytes == [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0, 1])
    }

    @Test(
        "that reach this machine only are known",
        arguments: [
            ("127.0.0.1", true), ("127.255.0.9", true), ("128.0.0.1", false), ("0.0.0.0", false), ("::1", true),
            ("0:0:0:0:0:0:0:1", true), ("::", false), ("::2", false), ("::ffff:127.0.0.1", true),
            ("::ffff:10.0.0.1", false),
        ]
    )
    func loopback(text: String, isLoopback: Bool) { #expect(IPAddress(text)?.isLoopback == isLoopback) }
}
