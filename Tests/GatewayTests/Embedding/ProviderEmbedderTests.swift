import Caching
import Synchronization
import Testing

@testable import Gateway

@Suite("Embedding questions with a provider's help")
struct ProviderEmbedderTests {
    private let account = EmbeddingAccount(.anonymous, requestID: "r")

    private func settings(_ change: (inout ProviderEmbedder.Settings) -> Void = { _ in }) -> ProviderEmbedder.Settings {
        var settings = ProviderEmbedder.Settings(model: "p/m")
        settings.timeout = .seconds(20)
        change(&settings)
        return settings
    }

    private func vectors(_ embedder: ProviderEmbedder, _ texts: [String]) async -> [UnitVector?] {
        await withTaskGroup(of: (Int, UnitVector?).self) { group in
            for (index, text) in texts.enumerated() {
                group.addTask { [account] in (index, await embedder.vector(of: text, for: account)) }
            }
            var vectors = [UnitVector?](repeating: nil, count: texts.count)
            for await (index, vector) in group { vectors[index] = vector }
            return vectors
        }
    }

    @Test("every question gets its own vector, and those that come together share calls")
    func together() async throws {
        let source = StubSource()
        let embedder = ProviderEmbedder(settings { $0.window = .milliseconds(100) }, source: source)
        let texts = (1...60).map { String(repeating: "x", count: $0) }
        let found = await vectors(embedder, texts + texts)
        for (text, vector) in zip(texts + texts, found) {
            let components = try #require(vector).components
            let ratio = try #require(components.first) / #require(components.last)
            #expect(abs(ratio - Float(text.utf8.count)) < 0.01)
        }
        // The same text is asked for once in a call.
        #expect(source.asks.allSatisfy { Set($0.texts).count == $0.texts.count })
        #expect(source.asks.count <= 4)
        #expect(embedder.counts.answered == 120)
        #expect(embedder.counts.missed == 0)
        await embedder.stop()
    }

    @Test("a call has no more texts than it may")
    func most() async {
        let source = StubSource()
        let embedder = ProviderEmbedder(settings { $0.mostOfACall = 7 }, source: source)
        let found = await vectors(embedder, (0..<50).map { "text \($0)" })
        #expect(found.allSatisfy { $0 != nil })
        #expect(source.asks.allSatisfy { $0.texts.count <= 7 })
        #expect(source.asks.map(\.texts.count).reduce(0, +) == 50)
        await embedder.stop()
    }

    @Test("who waits too long gets nothing, and the next one is not the worse for it")
    func timeout() async throws {
        let source = StubSource { texts in
            if texts == ["slow"] { try? await Task.sleep(for: .seconds(30)) }
            return await StubSource.lengths(texts)
        }
        let embedder = ProviderEmbedder(settings { $0.timeout = .milliseconds(300) }, source: source)
        #expect(await embedder.vector(of: "slow", for: account) == nil)
        #expect(embedder.counts.timedOut == 1)
        // Another caller's questions are not behind the slow call.
        let other = EmbeddingAccount(try Callers.named("other"), requestID: "r")
        #expect(await embedder.vector(of: "a", for: other) != nil)
        await embedder.stop()
        #expect(await embedder.vector(of: "a", for: other) == nil)
    }

    @Test("a cancelled question ends at once")
    func cancelled() async {
        let source = StubSource { _ in
            try? await Task.sleep(for: .seconds(30))
            return .failed
        }
        let embedder = ProviderEmbedder(settings(), source: source)
        let task = Task { [account] in await embedder.vector(of: "a", for: account) }
        _ = await eventually { !source.asks.isEmpty }
        task.cancel()
        #expect(await task.value == nil)
        let before = Task { [account] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await embedder.vector(of: "b", for: account)
        }
        #expect(await before.value == nil)
        await embedder.stop()
    }

    @Test("stopping ends all who wait and the calls under way")
    func stop() async {
        let source = StubSource { _ in
            try? await Task.sleep(for: .seconds(30))
            return .failed
        }
        let embedder = ProviderEmbedder(settings(), source: source)
        async let found = vectors(embedder, ["a", "b", "c"])
        _ = await eventually { !source.asks.isEmpty }
        await embedder.stop()
        #expect(await found.allSatisfy { $0 == nil })
    }

    @Test("too many questions are refused, not queued")
    func bound() async {
        let source = StubSource { texts in
            try? await Task.sleep(for: .milliseconds(300))
            return await StubSource.lengths(texts)
        }
        let embedder = ProviderEmbedder(
            settings {
                $0.mostWaiting = 10
                $0.window = .milliseconds(200)
            },
            source: source
        )
        let found = await vectors(embedder, (0..<40).map { "text \($0)" })
        #expect(found.count { $0 != nil } >= 10)
        #expect(embedder.counts.refused > 0)
        #expect(embedder.counts.refused == embedder.counts.missed)
        await embedder.stop()
    }

    @Test("one text that is refused does not cost the others their vectors")
    func refused() async {
        let source = StubSource { texts in
            texts.contains("bad") ? .refused : await StubSource.lengths(texts)
        }
        let embedder = ProviderEmbedder(settings { $0.window = .milliseconds(100) }, source: source)
        let found = await vectors(embedder, ["a", "b", "bad", "c", "d"])
        #expect(found.map { $0 != nil } == [true, true, false, true, true])
        await embedder.stop()
    }

    @Test(
        "what is no vector is none",
        arguments: [
            VectorAnswer.failed, .refused, .vectors([], model: "m"), .vectors([[1], [1]], model: "m"),
            .vectors([[]], model: "m"), .vectors([[0, 0]], model: "m"), .vectors([[.nan, 1]], model: "m"),
            .vectors([[.infinity, 1]], model: "m"), .vectors([[1, 2, 3]], model: "m"),
        ]
    )
    func noVector(answer: VectorAnswer) async {
        let embedder = ProviderEmbedder(settings { $0.dimensions = 2 }, source: StubSource { _ in answer })
        #expect(await embedder.vector(of: "a", for: account) == nil)
        await embedder.stop()
    }

    @Test("nothing is asked for empty and endless texts, nor while nothing runs")
    func unasked() async {
        let source = StubSource()
        let embedder = ProviderEmbedder(settings { $0.longestText = 4 }, source: source)
        #expect(await embedder.vector(of: "", for: account) == nil)
        #expect(await embedder.vector(of: "12345", for: account) == nil)
        #expect(await embedder.vector(of: "1234", for: account) != nil)
        #expect(source.asks.count == 1)
        let stopped = ProviderEmbedder(settings(), source: StubSource(isRunning: false))
        #expect(await stopped.vector(of: "a", for: account) == nil)
        await embedder.stop()
    }

    @Test("the identity tells of the model that answers and of its vectors' length, so that no two are mixed")
    func identity() async throws {
        let answer = Mutex(VectorAnswer.vectors([[1, 2]], model: "m"))
        let embedder = ProviderEmbedder(settings(), source: StubSource { _ in answer.withLock { $0 } })
        #expect(embedder.identity == EmbedderIdentity(name: "p/m", version: 1, dimensions: 0))
        #expect(throws: VectorIndexError.self) { try embedder.identity.space }
        let first = try #require(await embedder.vector(of: "a", for: account))
        #expect(embedder.identity == EmbedderIdentity(name: "p/m", version: 1, dimensions: 2))
        #expect(try first.space == embedder.identity.space)
        answer.withLock { $0 = .vectors([[1, 2, 3]], model: "m") }
        let longer = try #require(await embedder.vector(of: "a", for: account))
        #expect(longer.space != first.space)
        #expect(embedder.identity.dimensions == 3)
        answer.withLock { $0 = .vectors([[1, 2]], model: "another") }
        let other = try #require(await embedder.vector(of: "a", for: account))
        #expect(other.space != first.space)
        #expect(embedder.identity.name == "p/m=another")
        await embedder.stop()
    }

    @Test("the built-in embedder keeps to the same shape")
    func builtin() async throws {
        let embedder: any QuestionEmbedder = BuiltinQuestionEmbedder()
        let one = try #require(await embedder.vector(of: "How do I reset my password?", for: account))
        let same = try #require(await embedder.vector(of: "How do I reset my password?", for: account))
        #expect(one == same)
        #expect(try one.space == embedder.identity.space)
        #expect(await embedder.vector(of: "", for: account) == nil)
    }
}
