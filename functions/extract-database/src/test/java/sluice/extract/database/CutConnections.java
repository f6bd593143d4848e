package sluice.extract.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server, and breaks the first connections off when it is told. */
public final class CutConnections implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final AtomicLong cutsLeft;
  private final long cutAfterBytes;
  private final List<Socket> open = new ArrayList<>();

  /**
   * @param cuts how many connections are cut
   * @param cutAfterBytes that the server sent on one
   */
  public CutConnections(int target, int cuts, long cutAfterBytes) {
    this.target = target;
    this.cutsLeft = new AtomicLong(cuts);
    this.cutAfterBytes = cutAfterBytes;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public long cutsLeft() {
    return cutsLeft.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (open) {
          open.add(client);
          open.add(server);
        }
        daemon(() -> copy(client, server, Long.MAX_VALUE));
        daemon(() -> copy(server, client, cutAfterBytes));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void copy(Socket from, Socket to, long most) {
    byte[] buffer = new byte[8192];
    long total = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        total += count;
        if (total > most && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return;
        }
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // One end went; the other goes with it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (open) {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cut-connections");
    thread.setDaemon(true);
    thread.start();
  }
}
