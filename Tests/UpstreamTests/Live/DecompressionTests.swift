import HTTPWire
import NIOCore
import Testing

@testable import Upstream

@Suite("Compressed answers that nobody asked for", .timeLimit(.minutes(1)))
struct DecompressionTests {
    enum Fixture {
        static let text = #"{"answer":"hello hello hello hello"}"#
        /// `text`, compressed.
        static let gzip: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x4A, 0xCC, 0x2B, 0x2E,
            0x4F, 0x2D, 0x52, 0xB2, 0x52, 0xCA, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC0, 0x20, 0x95, 0x6A, 0x01,
            0x77, 0x73, 0x0C, 0x6F, 0x24, 0x00, 0x00, 0x00,
        ]
        /// `text`, compressed.
        static let deflate: [UInt8] = [
            0x78, 0x9C, 0xAB, 0x56, 0x4A, 0xCC, 0x2B, 0x2E, 0x4F, 0x2D, 0x52, 0xB2, 0x52, 0xCA, 0x48, 0xCD,
            0xC9, 0xC9, 0x57, 0xC0, 0x20, 0x95, 0x6A, 0x01, 0xEE, 0x06, 0x0C, 0xFB,
        ]
        /// 100,000 zero bytes, compressed.
        static let bomb: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xED, 0xC1, 0x31, 0x01, 0x00, 0x00,
            0x00, 0xC2, 0xA0, 0xF5, 0x4F, 0x6D, 0x0D, 0x0F, 0xA0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x57, 0x03, 0x7D, 0x95, 0x11, 0xD4,
            0xA0, 0x86, 0x01, 0x00,
        ]
    }

    struct Coding: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    @Test(
        "The body is decompressed, in whatever pieces it comes",
        arguments: [
            Coding(name: "gzip", bytes: Fixture.gzip), Coding(name: "x-gzip", bytes: Fixture.gzip),
            Coding(name: "GZIP", bytes: Fixture.gzip), Coding(name: "deflate", bytes: Fixture.deflate),
        ],
        [1, 7, 1000]
    )
    func decompressed(_ coding: Coding, pieceSize: Int) async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write(
                "HTTP/1.1 200 OK\r\ncontent-encoding: \(coding.name)\r\ntransfer-encoding: chunked\r\n\r\n"
            )
            for start in stride(from: 0, to: coding.bytes.count, by: pieceSize) {
                let piece = coding.bytes[start..<min(start + pieceSize, coding.bytes.count)]
                var chunk = ByteBuffer(string: String(piece.count, radix: 16) + "\r\n")
                chunk.writeBytes(piece)
                chunk.writeString("\r\n")
                try await peer.write(chunk)
            }
            try await peer.write("0\r\n\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let response = try await test.send(.post, to: server.endpoint())
                #expect(!response.headers.contains("content-encoding"))
                let text = String(buffer: try await response.body.collect(upTo: 1000))
                #expect(text == Fixture.text)
            }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var limits = UpstreamLimits()
        let code: UpstreamError.Code
        var testDescription: String { name }
    }

    @Test(
        "A bomb, a damaged and a truncated body are errors",
        arguments: [
            Refusal(name: "ratio", bytes: Fixture.bomb, code: .decompressionLimit),
            Refusal(
                name: "size",
                bytes: Fixture.bomb,
                limits: UpstreamLimits(maxDecompressedBytes: 50_000, maxDecompressionRatio: 2000),
                code: .decompressionLimit
            ),
            Refusal(name: "not compressed at all", bytes: Array("hello".utf8), code: .decompressionFailed),
            Refusal(name: "truncated", bytes: Array(Fixture.gzip.dropLast(10)), code: .decompressionFailed),
            Refusal(name: "bytes behind the end", bytes: Fixture.gzip + [1, 2, 3], code: .decompressionFailed),
        ]
    )
    func refused(_ refusal: Refusal) async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            var answer = ByteBuffer(
                string: "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(refusal.bytes.count)\r\n\r\n"
            )
            answer.writeBytes(refusal.bytes)
            try await peer.write(answer)
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(limits: refusal.limits)
                let code = await code { () throws(UpstreamError) in
                    _ = try await test.send(.post, to: endpoint).body.collect(upTo: 1 << 20)
                }
                #expect(code == refusal.code)
            }
        }
    }

    @Test("An unknown coding is an error")
    func unknown() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 1\r\n\r\nx")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect(code == .unsupportedEncoding)
            }
        }
    }
}
