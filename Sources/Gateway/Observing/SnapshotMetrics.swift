import Telemetry

/// What there is to tell of the configuration that requests begin with.
struct SnapshotMetrics {
    let snapshot: Snapshot

    func collect(into page: inout MetricPage) {
        if let room = snapshot.room { page.add(MetricCatalog.queueDepth, .integer(room.gate.waiting), "", "") }
        if let tls = snapshot.tls { page.add(MetricCatalog.certificateExpiry, .integer(tls.expires)) }
    }
}
