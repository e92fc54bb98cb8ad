/* lab-undo.c: doing at once, and asking afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-undo.h"

#include <glib/gi18n-lib.h>

#define TIMEOUT_S 8

typedef struct
{
  LabUndoFunc take_back;
  LabUndoFunc carry_out; /* (nullable) */
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  AdwToastOverlay *overlay;
  AdwToast *toast;
} Offer;

/* The offers of an overlay, newest last. */
static GQuark offers_quark (void);
G_DEFINE_QUARK (lab-undo-offers, offers)

static GPtrArray *
get_offers (AdwToastOverlay *overlay)
{
  GPtrArray *offers = g_object_get_qdata (G_OBJECT (overlay), offers_quark ());

  if (offers == NULL)
    {
      offers = g_ptr_array_new ();
      g_object_set_qdata_full (G_OBJECT (overlay), offers_quark (), offers,
                               (GDestroyNotify) g_ptr_array_unref);
    }
  return offers;
}

/* Ends the offer by @func, unless it has ended already. */
static void
end (Offer       *offer,
     LabUndoFunc  func)
{
  gpointer data = offer->data;
  GDestroyNotify destroy = offer->destroy;

  if (offer->take_back == NULL)
    return;
  offer->take_back = offer->carry_out = NULL;
  if (offer->overlay != NULL)
    {
      g_ptr_array_remove (get_offers (offer->overlay), offer);
      g_clear_weak_pointer (&offer->overlay);
    }
  if (func != NULL)
    func (data);
  if (destroy != NULL)
    destroy (data);
}

static void
pressed_cb (Offer *offer)
{
  end (offer, offer->take_back);
}

static void
dismissed_cb (Offer *offer)
{
  end (offer, offer->carry_out);
}

/* With the toast: an overlay that is torn down dismisses nothing. */
static void
offer_free (Offer *offer)
{
  end (offer, offer->carry_out);
  g_free (offer);
}

void
lab_undo_offer (AdwToastOverlay *overlay,
                const char      *title,
                LabUndoFunc      take_back,
                LabUndoFunc      carry_out,
                gpointer         data,
                GDestroyNotify   destroy)
{
  Offer *offer;
  AdwToast *toast;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (title != NULL);
  g_return_if_fail (take_back != NULL);

  toast = adw_toast_new (title);
  offer = g_new0 (Offer, 1);
  offer->take_back = take_back;
  offer->carry_out = carry_out;
  offer->data = data;
  offer->destroy = destroy;
  offer->toast = toast;
  g_set_weak_pointer (&offer->overlay, overlay);
  g_ptr_array_add (get_offers (overlay), offer);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, TIMEOUT_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (pressed_cb), offer);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (dismissed_cb), offer);
  g_object_set_data_full (G_OBJECT (toast), "lab-undo", offer, (GDestroyNotify) offer_free);
  adw_toast_overlay_add_toast (overlay, toast);
}

gboolean
lab_undo_take_back (AdwToastOverlay *overlay)
{
  GPtrArray *offers;
  Offer *offer;
  g_autoptr (AdwToast) toast = NULL;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), FALSE);

  offers = get_offers (overlay);
  if (offers->len == 0)
    return FALSE;
  offer = g_ptr_array_index (offers, offers->len - 1);
  toast = g_object_ref (offer->toast);
  end (offer, offer->take_back);
  adw_toast_dismiss (toast);
  return TRUE;
}
