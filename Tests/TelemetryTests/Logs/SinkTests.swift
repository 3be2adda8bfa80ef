import Foundation
import Testing

@testable import Telemetry

@Suite("Sinks of a log")
struct SinkTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kanmon-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func text(_ file: URL) -> String? { try? String(contentsOf: file, encoding: .utf8) }

    @Test("a file is moved on when it is full or old, and no more are kept than wanted")
    func rotation() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("log").path
        var file = RotatingFile(path, RotatingFile.Policy(bytes: 10, seconds: 60, keep: 2))
        func add(_ line: String, _ now: Int64) {
            let isWritten = file.append(Array(line.utf8), now: now)
            #expect(isWritten)
        }
        add("12345\n", 0)
        add("678\n", 1)
        add("a\n", 2)
        #expect(text(folder.appendingPathComponent("log.1")) == "12345\n678\n")
        add("b\n", 61)
        add("c\n", 62)
        #expect(text(folder.appendingPathComponent("log.1")) == "a\nb\n")
        #expect(text(folder.appendingPathComponent("log.2")) == "12345\n678\n")
        // A single line may be longer than a file.
        add("a line that is too long\n", 63)
        add("d\n", 64)
        #expect(text(folder.appendingPathComponent("log")) == "d\n")
        #expect(text(folder.appendingPathComponent("log.1")) == "a line that is too long\n")
        #expect(text(folder.appendingPathComponent("log.2")) == "c\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
        // Somebody else has moved it.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        add("e\n", 65)
        #expect(text(folder.appendingPathComponent("log")) == "e\n")
        #expect(text(folder.appendingPathComponent("log.moved")) == "d\n")
    }

    /// What a compressed file holds.
    private func unpacked(_ file: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }

    @Test("full files are compressed, those of an earlier process too, and no more are kept than wanted")
    func compression() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("log").path
        let full = (0..<60_000).map { "line \($0) of many that are alike\n" }.joined()
        // One that somebody left who died: half a compressed file is nothing.
        try Data("left over\n".utf8).write(to: URL(fileURLWithPath: path + ".2"))
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + ".2.gz.tmp"))
        var file = RotatingFile(path, RotatingFile.Policy(bytes: 10, seconds: nil, keep: 3, compresses: true))
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
        func compress() -> Int {
            var steps = 1
            while file.compress() { steps += 1 }
            return steps
        }
        _ = compress()
        #expect(try names() == ["log.2.gz"])
        var isWritten = file.append(Array(full.utf8), now: 0)
        #expect(isWritten)
        isWritten = file.append(Array("second\n".utf8), now: 0)
        #expect(isWritten && compress() >= full.utf8.count / (512 * 1024) + 1)
        #expect(try names() == ["log", "log.1.gz", "log.3.gz"])
        #expect(try unpacked(URL(fileURLWithPath: path + ".1.gz")) == full)
        #expect(try unpacked(URL(fileURLWithPath: path + ".3.gz")) == "left over\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: path + ".1.gz")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect((attributes[.size] as? Int ?? .max) < full.utf8.count / 4)
        // Full again while it is compressing: it begins anew under the next number.
        isWritten = file.append(Array(full.utf8), now: 0)
        #expect(isWritten && file.compress())
        isWritten = file.append(Array("third\n".utf8), now: 0)
        #expect(isWritten && file.compress())
        #expect(try names().contains("log.1.gz.tmp"))
        _ = compress()
        #expect(try names() == ["log", "log.1.gz", "log.2.gz", "log.3.gz"])
        #expect(try unpacked(URL(fileURLWithPath: path + ".1.gz")) == full)
        #expect(try unpacked(URL(fileURLWithPath: path + ".2.gz")) == "second\n")
        #expect(try unpacked(URL(fileURLWithPath: path + ".3.gz")) == full)
    }

    @Test("a file stays as it is where another process compresses it or somebody has moved it")
    func noCompression() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("log.1").path
        try Data("lines\n".utf8).write(to: URL(fileURLWithPath: path))
        guard var first = FileCompression(path) else {
            Issue.record("it was not begun")
            return
        }
        let isBegunTwice = FileCompression(path) != nil
        #expect(!isBegunTwice)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        while case .more = first.step() {}
        let isThere = FileManager.default.fileExists(atPath: path + ".gz")
        #expect(!isThere && text(URL(fileURLWithPath: path + ".moved")) == "lines\n")
    }

    @Test("a file that cannot be written loses its lines, counts them, and goes on when it can")
    func unwritable() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let sub = folder.appendingPathComponent("sub")
        let sink = FileSink(
            path: sub.appendingPathComponent("log").path,
            format: .json,
            maximumBytes: 1000,
            maximumSeconds: nil,
            keep: 1,
            compresses: true,
            clock: { 0 }
        )
        sink.take(Array("a\nb\n".utf8), count: 2)
        let end = ContinuousClock.now + .seconds(20)
        while sink.dropped < 2, ContinuousClock.now < end { await Task.yield() }
        #expect(sink.dropped == 2)
        try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
        sink.take(Array("c\n".utf8), count: 1)
        await sink.close()
        #expect(text(sub.appendingPathComponent("log")) == "c\n")
    }

    @Test("a collector gets lines in batches")
    func http() async {
        let transport = ScriptedTransport()
        let sink = HTTPSink(
            target: "/in",
            fields: [("authorization", "x")],
            batchBytes: 10,
            interval: 1,
            transport: transport
        )
        for number in 0..<6 { sink.take(Array("line\(number)\n".utf8), count: 1) }
        await sink.close()
        #expect(
            transport.requests.map { String(decoding: $0.body, as: UTF8.self) }.joined()
                == (0..<6).map { "line\($0)\n" }.joined()
        )
        #expect(
            transport.requests.count >= 6 / 2
                && transport.requests.allSatisfy { $0.method == "POST" && $0.target == "/in" }
        )
        #expect(sink.dropped == 0)
    }

    @Test("a bucket gets signed objects; each try has a signature of its own")
    func objects() async {
        let transport = ScriptedTransport([.init(status: 503)])
        var policy = DeliveryPolicy()
        policy.firstPause = 1
        let sink = ObjectSink(
            ObjectSink.Place(
                host: "h",
                pathPrefix: "/base",
                bucket: "logs",
                prefix: "a b/",
                region: "r",
                accessKeyID: "id",
                secretAccessKey: "secret"
            ),
            instance: "i",
            interval: 10_000,
            policy: policy,
            clock: { 1_795_298_703_000_000_000 },
            transport: transport
        )
        sink.take(Array("x\n".utf8), count: 1)
        await sink.close()
        // The end does not wait for a server that has too much to do.
        #expect(sink.dropped == 1 && transport.requests.count == 1)
        #expect(transport.requests.first?.target == "/base/logs/a%20b/2026/11/21/22/20261121T220503-i-1.jsonl")
        #expect(
            transport.requests.first?.fields.map(\.name) == [
                "content-type", "x-amz-content-sha256", "x-amz-date", "authorization",
            ]
        )
    }
}
