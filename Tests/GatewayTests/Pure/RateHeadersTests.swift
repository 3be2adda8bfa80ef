import NIOCore
import Testing

@testable import Gateway

@Suite("Rate limit fields")
struct RateHeadersTests {
    @Test(
        "write durations as OpenAI does",
        arguments: [
            (Duration.zero, "0ms"), (.milliseconds(-5), "0ms"), (.nanoseconds(999_999), "0ms"),
            (.milliseconds(120), "120ms"), (.seconds(1), "1s"), (.milliseconds(1005), "1.005s"),
            (.milliseconds(1500), "1.500s"), (.milliseconds(59_999), "59.999s"), (.seconds(60), "1m0s"),
            (.milliseconds(359_900), "5m59s"), (.seconds(3600), "1h0m0s"), (.seconds(86_399), "23h59m59s"),
            (.seconds(Int64.max), "2562047h47m16s"),
        ]
    )
    func duration(_ duration: Duration, _ text: String) {
        var head = ReplyHead(status: 200)
        head.add("x", RateHeaders.duration(duration))
        #expect(String(buffer: head.buffer) == "HTTP/1.1 200 OK\r\nx: \(text)\r\n")
    }

    @Test("leave out what is longer than a short text")
    func longest() {
        var text = ShortText()
        for _ in 0..<3 { text.append(Int64.max, digits: 19) }
        var head = ReplyHead(status: 200)
        head.add("x", text)
        #expect(String(buffer: head.buffer) == "HTTP/1.1 200 OK\r\nx: 92233720368547758079223372036854\r\n")
        text = ShortText()
        text.append(7, digits: 3)
        #expect((0..<text.count).map { text[$0] } == Array("007".utf8))
    }
}
