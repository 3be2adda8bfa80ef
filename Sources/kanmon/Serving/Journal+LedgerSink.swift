import Gateway
import Store

/// The journal is where the gateway puts the records of requests.
extension Journal: @retroactive LedgerSink {}
