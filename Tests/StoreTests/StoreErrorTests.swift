import Store
import Testing

@Test func errorsSayWhatHappened() { #expect("\(StoreError(.full, "full"))" == "full") }
