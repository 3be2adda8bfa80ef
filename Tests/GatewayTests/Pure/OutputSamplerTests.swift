import NIOCore
import Testing

@testable import Gateway

@Suite("Output sampler")
struct OutputSamplerTests {
    private func event(_ text: String) -> ByteBuffer {
        ByteBuffer(string: #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n")
    }

    @Test("counts short streams as they are")
    func short() {
        var sampler = OutputSampler()
        for _ in 0..<5 { sampler.take(event("abcd")) }
        #expect(sampler.tokens == 5)
        sampler.take(ByteBuffer())
        #expect(sampler.tokens == 5)
    }

    @Test("is near the truth for long ones", arguments: ["abcd", "abcdefghijklmnop", "東京タワー"])
    func long(text: String) {
        var sampler = OutputSampler()
        var meter = TokenMeter()
        for number in 0..<1000 {
            let event = event(String(repeating: text, count: 1 + number % 3))
            sampler.take(event)
            meter.take(event)
        }
        let error = abs(Double(sampler.tokens) / Double(meter.tokens) - 1)
        #expect(error < 0.15, "\(sampler.tokens) of \(meter.tokens)")
    }

    @Test("is near the truth where many events come at once")
    func large() {
        var sampler = OutputSampler()
        var meter = TokenMeter()
        for _ in 0..<40 {
            var events = ByteBuffer()
            for number in 0..<100 {
                events.writeImmutableBuffer(event(String(repeating: "word ", count: 1 + number % 5)))
            }
            sampler.take(events)
            meter.take(events)
        }
        let error = abs(Double(sampler.tokens) / Double(meter.tokens) - 1)
        #expect(error < 0.15, "\(sampler.tokens) of \(meter.tokens)")
    }
}
