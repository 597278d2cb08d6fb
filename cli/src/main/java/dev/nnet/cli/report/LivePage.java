package dev.nnet.cli.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves a page to browsers of this machine, and what changes in it as server-sent events (WHATWG
 * HTML, section 9.2).
 *
 * <pre>
 * GET /         the page as it is now
 * GET /events   event: progress      data: {"done":0.25,"text":"epoch 3 of 12"}
 *               event: running       data: the changed part of the page, a JSON string
 *               event: end           nothing follows
 * </pre>
 *
 * It listens on the loopback address alone, and answers only those who ask for that, so that no
 * page of another place can look through a name of its own.
 */
final class LivePage implements AutoCloseable {
  private static final int WAITING = 64;
  private static final long SILENCE = 10;
  private static final long GOODBYE_NANOS = 2_000_000_000;
  private static final String END = "event: end\ndata: {}\n\n";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<String> page;
  private final Set<BlockingQueue<String>> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free
   * @param page made anew for whoever asks
   * @throws IOException if another process has the port
   */
  LivePage(int port, Supplier<String> page) throws IOException {
    this.page = page;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IOException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "nnet-live");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where browsers find it. */
  String address() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!isOfHere(exchange.getRequestHeaders().getFirst("Host"))) {
        exchange.sendResponseHeaders(403, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else if (path.equals("/")) {
        byte[] bytes = page.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      } else if (path.equals("/events")) {
        events(exchange);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static boolean isOfHere(String host) {
    return host != null && host.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
  }

  /** Sends what comes until the end, or until the reader is gone. */
  private void events(HttpExchange exchange) throws IOException {
    BlockingQueue<String> waiting = new LinkedBlockingQueue<>(WAITING);
    readers.add(waiting);
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      String event = ended ? END : ": hello\n\n";
      while (true) {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (event.equals(END)) {
          return;
        }
        String next = waiting.poll(SILENCE, TimeUnit.SECONDS);
        event = next == null ? ": still here\n\n" : next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.remove(waiting);
    }
  }

  /**
   * Tells all readers; one that is too slow misses what is oldest.
   *
   * @param data without line ends, as JSON is
   */
  void send(String event, String data) {
    tell("event: " + event + "\ndata: " + data + "\n\n");
  }

  private void tell(String message) {
    for (BlockingQueue<String> waiting : readers) {
      while (!waiting.offer(message)) {
        waiting.poll();
      }
    }
  }

  /** Says goodbye to the readers; what was sent before reaches them. */
  @Override
  public void close() {
    ended = true;
    tell(END);
    long patience = System.nanoTime() + GOODBYE_NANOS;
    while (!readers.isEmpty() && System.nanoTime() < patience) {
      Thread.onSpinWait();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
