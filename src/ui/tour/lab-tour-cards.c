/* lab-tour-cards.c: three cards before the tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tour/lab-tour-cards.h"

#include <glib/gi18n-lib.h>

struct _LabTourCards
{
  AdwWindow parent_instance;

  AdwCarousel *carousel;
  GtkButton *next;
  GtkLabel *place;

  guint card; /* the one that is shown or scrolled to */
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (LabTourCards, lab_tour_cards, ADW_TYPE_WINDOW)

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
answer (LabTourCards *self,
        gboolean      start)
{
  if (self->answered)
    return;
  self->answered = TRUE;
  g_signal_emit (self, signals[ANSWERED], 0, start);
}

/* A screen reader is told the card: the one that is not in view is in the
 * tree all the same. */
static void
show_card (LabTourCards *self,
           guint         card)
{
  guint n = adw_carousel_get_n_pages (self->carousel);
  AdwStatusPage *page = ADW_STATUS_PAGE (adw_carousel_get_nth_page (self->carousel, card));
  g_autofree char *place = g_strdup_printf (_("%u of %u"), card + 1, n);
  /* Translators: "1 of 3", the heading of the card, its text. */
  g_autofree char *words = g_strdup_printf (_("%s: %s. %s"), place,
                                            adw_status_page_get_title (page),
                                            adw_status_page_get_description (page));

  self->card = card;
  gtk_label_set_text (self->place, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_button_set_label (self->next, card + 1 < n ? _("Next") : _("Start the Tour"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "cards.previous", card > 0);
}

static void
page_changed_cb (LabTourCards *self,
                 guint         page)
{
  if (page != self->card)
    show_card (self, page);
}

static void
scroll_to (LabTourCards *self,
           guint         card)
{
  show_card (self, card);
  adw_carousel_scroll_to (self->carousel, adw_carousel_get_nth_page (self->carousel, card), TRUE);
}

static void
next_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabTourCards *self = LAB_TOUR_CARDS (widget);

  if (self->card + 1 < adw_carousel_get_n_pages (self->carousel))
    {
      scroll_to (self, self->card + 1);
      return;
    }
  answer (self, TRUE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
previous_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LabTourCards *self = LAB_TOUR_CARDS (widget);

  if (self->card > 0)
    scroll_to (self, self->card - 1);
}

static void
skip_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* However it is closed, that is an answer. */
static gboolean
lab_tour_cards_close_request (GtkWindow *window)
{
  answer (LAB_TOUR_CARDS (window), FALSE);
  return GTK_WINDOW_CLASS (lab_tour_cards_parent_class)->close_request (window);
}

static void
lab_tour_cards_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_TOUR_CARDS);

  G_OBJECT_CLASS (lab_tour_cards_parent_class)->dispose (object);
}

static void
lab_tour_cards_class_init (LabTourCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_tour_cards_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lab_tour_cards_close_request;

  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-tour-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, LabTourCards, carousel);
  gtk_widget_class_bind_template_child (widget_class, LabTourCards, next);
  gtk_widget_class_bind_template_child (widget_class, LabTourCards, place);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_install_action (widget_class, "cards.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "cards.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "cards.skip", NULL, skip_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "cards.skip", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "cards.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "cards.previous", NULL);
}

static void
lab_tour_cards_init (LabTourCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_card (self, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

GtkWidget *
lab_tour_cards_new (GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (LAB_TYPE_TOUR_CARDS, "transient-for", parent, NULL);
}
