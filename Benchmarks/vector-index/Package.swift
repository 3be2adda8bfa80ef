// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the gateway builds its benchmarks.
let package = Package(
    name: "vector-index-benchmark",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "kanmon", path: "../..")],
    targets: [
        .executableTarget(
            name: "VectorIndexBenchmark",
            dependencies: [.product(name: "Caching", package: "kanmon")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        )
    ]
)
