package seawall.gateway.view;

import java.util.List;

/// A page of rows, newest first.
///
/// @param floorId rows with ids at or below it are not in the views; 0 = the views have all
public record Rows<T>(List<T> rows, long floorId) {}
