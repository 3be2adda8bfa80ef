import Testing

@testable import Gateway

@Suite("The queue of questions that wait for a vector")
struct EmbeddingQueueTests {
    private typealias Group = EmbeddingQueue.Group

    private func question(_ id: UInt64) -> EmbeddingQueue.Question {
        EmbeddingQueue.Question(id: id, text: "\(id)", account: EmbeddingAccount(.anonymous, requestID: "r"))
    }

    @Test("starts one runner, which takes all that wait in order, so many at once")
    func batches() {
        var queue = EmbeddingQueue(most: 100, mostOfACall: 3, mostRunners: 1)
        let group = Group(payer: "a")
        #expect(queue.add(question(0), of: group) == .needsRunner)
        for id in 1..<7 { #expect(queue.add(question(UInt64(id)), of: group) == .waits) }
        #expect(queue.count == 7)
        #expect(queue.next(of: group).map(\.id) == [0, 1, 2])
        #expect(queue.next(of: group).map(\.id) == [3, 4, 5])
        #expect(queue.next(of: group).map(\.id) == [6])
        #expect(queue.count == 0)
        // While a call is under way others come along.
        #expect(queue.add(question(7), of: group) == .waits)
        #expect(queue.next(of: group).map(\.id) == [7])
        #expect(queue.next(of: group).isEmpty)
        // The runner is over, so the next question needs one.
        #expect(queue.add(question(8), of: group) == .needsRunner)
    }

    @Test("starts further runners only where a whole call's worth waits, and no more than allowed")
    func runners() {
        var queue = EmbeddingQueue(most: 100, mostOfACall: 2, mostRunners: 3)
        let group = Group(payer: "a")
        let started = (0..<10).filter { queue.add(question(UInt64($0)), of: group) == .needsRunner }
        #expect(started == [0, 1, 2])
        var sent: [UInt64] = []
        var over = 0
        while over < 3 {
            let batch = queue.next(of: group)
            if batch.isEmpty { over += 1 }
            sent += batch.map(\.id)
        }
        #expect(sent == Array(0..<10))
        #expect(queue.add(question(10), of: group) == .needsRunner)
    }

    @Test("groups never share a call")
    func groups() {
        var queue = EmbeddingQueue(most: 100, mostOfACall: 10, mostRunners: 1)
        let groups = [
            Group(payer: "a"), Group(payer: "b"), Group(payer: nil), Group(payer: "a", regions: ["eu"]),
            Group(payer: "a", regions: []),
        ]
        for round in 0..<2 {
            for (index, group) in groups.enumerated() {
                let admission = queue.add(question(UInt64(round * 10 + index)), of: group)
                #expect(admission == (round == 0 ? .needsRunner : .waits))
            }
        }
        for (index, group) in groups.enumerated() {
            #expect(queue.next(of: group).map(\.id) == [UInt64(index), UInt64(10 + index)])
        }
    }

    @Test("refuses what is over its bound, and forgets who does not wait any more")
    func bound() {
        var queue = EmbeddingQueue(most: 2, mostOfACall: 10, mostRunners: 1)
        let group = Group(payer: "a")
        #expect(queue.add(question(0), of: group) == .needsRunner)
        #expect(queue.add(question(1), of: Group(payer: "b")) == .needsRunner)
        #expect(queue.add(question(2), of: group) == .refused)
        queue.remove(0, of: group)
        queue.remove(99, of: group)
        #expect(queue.count == 1)
        #expect(queue.add(question(3), of: group) == .waits)
        #expect(queue.next(of: group).map(\.id) == [3])
    }
}
