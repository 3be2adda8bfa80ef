import Governance
import Testing

@Suite struct LedgerEntryOwnerTests {
    @Test func entriesOfThisProcessAreKnownAndOthersAreNot() {
        var entries: Set<String> = []
        for _ in 0..<200 {
            var maker = LedgerEntryMaker()
            for time in [0, 1_772_150_400_000_000_000, Int64.max] {
                let entry = maker.next(at: time)
                #expect(entry.utf8.count == 32 && LedgerEntryMaker.isOwn(entry))
                #expect(entries.insert(entry).inserted)
                #expect(!LedgerEntryMaker.isOwn(String(entry.dropLast())))
                #expect(!LedgerEntryMaker.isOwn("0" + entry))
                var changed = Array(entry.utf8)
                changed[12] = changed[12] == UInt8(ascii: "z") ? UInt8(ascii: "y") : UInt8(ascii: "z")
                #expect(!LedgerEntryMaker.isOwn(String(decoding: changed, as: UTF8.self)))
            }
        }
        #expect(!LedgerEntryMaker.isOwn("") && !LedgerEntryMaker.isOwn("entry-1"))
    }
}
