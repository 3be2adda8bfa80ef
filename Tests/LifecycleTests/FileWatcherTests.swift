import Foundation
import Testing

@testable import Lifecycle

/// A change is told, whatever way it is made.
@Suite("File watcher")
struct FileWatcherTests {
    /// A way in which a file changes, and what was there before.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var prepare: @Sendable (TemporaryFolder) throws -> Void = { try $0.write("one", to: "file") }
        let make: @Sendable (TemporaryFolder) throws -> Void

        static let all = [
            Change(testDescription: "rewritten in place", make: { try $0.write("other", to: "file") }),
            Change(
                testDescription: "replaced by a rename",
                make: { folder in
                    try folder.write("two", to: ".file.swp")
                    try folder.rename(".file.swp", to: "file")
                }
            ),
            Change(
                testDescription: "moved away and made anew",
                make: { folder in
                    try folder.rename("file", to: "file~")
                    try folder.write("two", to: "file")
                }
            ),
            Change(
                testDescription: "deleted and made anew",
                make: { folder in
                    try folder.remove("file")
                    try folder.write("two", to: "file")
                }
            ),
            Change(testDescription: "deleted", make: { try $0.remove("file") }),
            Change(
                testDescription: "made where there was none",
                prepare: { _ in },
                make: { try $0.write("one", to: "file") }
            ),
            Change(
                testDescription: "a volume's link swapped",
                prepare: { folder in
                    try folder.makeFolder("..1")
                    try folder.write("one", to: "..1/file")
                    try folder.link("..data", to: "..1")
                    try folder.link("file", to: "..data/file")
                },
                make: { folder in
                    try folder.makeFolder("..2")
                    try folder.write("two", to: "..2/file")
                    try folder.link("..data_tmp", to: "..2")
                    try folder.rename("..data_tmp", to: "..data")
                    try folder.remove("..1")
                }
            ),
            Change(
                testDescription: "rewritten behind a link",
                prepare: { folder in
                    try folder.makeFolder("elsewhere")
                    try folder.write("one", to: "elsewhere/real")
                    try folder.link("file", to: folder["elsewhere/real"])
                },
                make: { try $0.write("other", to: "elsewhere/real") }
            ),
            Change(
                testDescription: "its whole folder made anew",
                prepare: { folder in
                    try folder.makeFolder("real")
                    try folder.write("one", to: "real/file")
                    try folder.link("file", to: "real/file")
                },
                make: { folder in
                    try folder.remove("real")
                    try folder.makeFolder("real")
                    try folder.write("two", to: "real/file")
                }
            ),
        ]
    }

    /// Runs a body with a watcher of `file` and what it tells.
    private func watching(
        _ folder: TemporaryFolder,
        interval: Duration = .seconds(600),
        listens: Bool = true,
        _ body: (FileWatcher, AsyncStream<Void>) async throws -> Void
    ) async throws {
        let (stream, news) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(64))
        let watcher = try #require(
            FileWatcher(quiet: .milliseconds(20), interval: interval, listensToDirectories: listens) { news.yield() }
        )
        watcher.watch([folder["file"]: FileFingerprint(path: folder["file"])])
        let result: Result<Void, any Error>
        do { result = .success(try await body(watcher, stream)) } catch { result = .failure(error) }
        await watcher.stop()
        news.finish()
        try result.get()
    }

    @Test("tells of a file that is", .timeLimit(.minutes(1)), arguments: Change.all)
    func tells(change: Change) async throws {
        try await TemporaryFolder.with { folder in
            try change.prepare(folder)
            // The interval is longer than the test may take: what is told was heard, not found by looking.
            try await watching(folder) { _, news in
                try change.make(folder)
                for await _ in news { break }
            }
        }
    }

    @Test("finds it by looking where nothing is told", .timeLimit(.minutes(1)), arguments: Change.all)
    func looks(change: Change) async throws {
        try await TemporaryFolder.with { folder in
            try change.prepare(folder)
            try await watching(folder, interval: .milliseconds(20), listens: false) { _, news in
                try change.make(folder)
                for await _ in news { break }
            }
        }
    }

    @Test("tells of each change, also behind a swapped link", .timeLimit(.minutes(1)))
    func again() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("v0")
            try folder.write("0", to: "v0/file")
            try folder.link("..data", to: "v0")
            try folder.link("file", to: "..data/file")
            try await watching(folder) { _, news in
                var iterator = news.makeAsyncIterator()
                for version in 1...5 {
                    try folder.makeFolder("v\(version)")
                    try folder.write("\(version)", to: "v\(version)/file")
                    try folder.link("..tmp", to: "v\(version)")
                    try folder.rename("..tmp", to: "..data")
                    try folder.remove("v\(version - 1)")
                    try #require(await iterator.next() != nil)
                    try folder.write("\(version), edited in place", to: "v\(version)/file")
                    try #require(await iterator.next() != nil)
                }
            }
        }
    }

    @Test("misses nothing that happened before it began", .timeLimit(.minutes(1)))
    func before() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("one", to: "file")
            let seen = FileFingerprint(path: folder["file"])
            try folder.write("other", to: "file")
            try await watching(folder) { watcher, news in
                watcher.watch([folder["file"]: seen])
                for await _ in news { break }
            }
        }
    }

    @Test("says nothing of other files, and nothing of those it no longer watches", .timeLimit(.minutes(1)))
    func silent() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("one", to: "file")
            try folder.write("one", to: "next")
            try await watching(folder) { watcher, news in
                try folder.write("two", to: "another")
                watcher.watch([folder["next"]: FileFingerprint(path: folder["next"])])
                try folder.write("other", to: "file")
                try folder.write("other", to: "next")
                var iterator = news.makeAsyncIterator()
                try #require(await iterator.next() != nil)
                await watcher.stop()
                // Stopped by now: whatever it had to say would be here.
                watcher.watch([folder["file"]: nil])
            }
        }
    }
}
